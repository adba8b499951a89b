using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography;

/// <summary>Base58 in Bitcoin's alphabet (W3C Controlled Identifiers, 2.4). It costs the square of the length: callers bound it.</summary>
internal static class Base58Btc
{
    private const string Letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var zeros = Zeros(text);
        var digits = new byte[text.Length];         // big-endian; the number stands at the end
        var length = 0;
        foreach (var letter in text[zeros..])
        {
            var carry = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (carry < 0)
            {
                return false;
            }

            var used = 0;
            for (var i = digits.Length - 1; carry != 0 || used < length; i--, used++)
            {
                carry += 58 * digits[i];
                digits[i] = (byte)carry;
                carry >>= 8;
            }

            length = used;
        }

        bytes = new byte[zeros + length];
        digits.AsSpan(digits.Length - length).CopyTo(bytes.AsSpan(zeros));
        return true;
    }

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var zeros = bytes.IndexOfAnyExcept((byte)0) is >= 0 and var first ? first : bytes.Length;
        var digits = new byte[(bytes.Length * 138 / 100) + 1];      // log 256 / log 58 is less than 1.38
        var length = 0;
        foreach (var value in bytes[zeros..])
        {
            var carry = (int)value;
            var used = 0;
            for (var i = digits.Length - 1; carry != 0 || used < length; i--, used++)
            {
                carry += 256 * digits[i];
                digits[i] = (byte)(carry % 58);
                carry /= 58;
            }

            length = used;
        }

        return string.Create(zeros + length, (digits, length), static (text, state) =>
        {
            text.Fill(Letters[0]);
            for (var i = 0; i < state.length; i++)
            {
                text[text.Length - state.length + i] = Letters[state.digits[state.digits.Length - state.length + i]];
            }
        });
    }

    private static int Zeros(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Letters[0]) is >= 0 and var first ? first : text.Length;
}
