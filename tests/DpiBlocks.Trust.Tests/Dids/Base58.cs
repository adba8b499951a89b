using System.Numerics;

namespace DpiBlocks.Trust.Dids;

/// <summary>Base58btc, written anew so that the tests do not lean on what they test.</summary>
internal static class Base58
{
    private const string Letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string Encode(byte[] bytes)
    {
        var text = string.Empty;
        for (var rest = new BigInteger(bytes, isUnsigned: true, isBigEndian: true); rest > 0; rest /= 58)
        {
            text = Letters[(int)(rest % 58)] + text;
        }

        return new string('1', bytes.TakeWhile(one => one == 0).Count()) + text;
    }

    public static byte[] Decode(string text) =>
        [
            .. new byte[text.TakeWhile(letter => letter == '1').Count()],
            .. text.Aggregate(BigInteger.Zero, (sum, letter) => (sum * 58) + Letters.IndexOf(letter)).ToByteArray(isUnsigned: true, isBigEndian: true),
        ];
}
