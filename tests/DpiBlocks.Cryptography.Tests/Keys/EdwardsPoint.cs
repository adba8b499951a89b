using System.Numerics;

namespace DpiBlocks.Cryptography.Tests.Keys;

/// <summary>Adds two encoded points of edwards25519, by the plain formulas of RFC 8032, 5.1.</summary>
internal static class EdwardsPoint
{
    private static readonly BigInteger P = (BigInteger.One << 255) - 19;
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);

    public static byte[] Add(byte[] left, byte[] right)
    {
        var ((x1, y1), (x2, y2)) = (Decode(left), Decode(right));
        var product = Mod(D * x1 * x2 * y1 * y2);
        return Encode(Mod(((x1 * y2) + (x2 * y1)) * Inverse(1 + product)), Mod(((y1 * y2) + (x1 * x2)) * Inverse(1 - product)));
    }

    private static (BigInteger X, BigInteger Y) Decode(byte[] bytes)
    {
        var y = new BigInteger(bytes, isUnsigned: true) & ((BigInteger.One << 255) - 1);
        var square = Mod((y * y - 1) * Inverse(Mod(D * y * y + 1)));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        x = Mod(x * x - square).IsZero ? x : Mod(x * RootOfMinusOne);
        return (x.IsEven == ((bytes[31] & 0x80) == 0) ? x : Mod(-x), y);
    }

    private static byte[] Encode(BigInteger x, BigInteger y)
    {
        var bytes = new byte[32];
        _ = y.TryWriteBytes(bytes, out _, isUnsigned: true);
        bytes[31] |= (byte)(x.IsEven ? 0 : 0x80);
        return bytes;
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    private static BigInteger Mod(BigInteger value) => ((value % P) + P) % P;
}
