using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>Base45 (RFC 9285): the text that the alphanumeric mode of a QR code holds most densely. Strict.</summary>
/// <remarks>
/// Three characters hold two bytes, two hold the last one. A group that stands for more than its bytes can hold, a lone last character,
/// and every character outside the alphabet (lower case and line ends included) are refused, so that no two texts mean the same bytes.
/// </remarks>
public static class Base45
{
    private const int Unknown = 45;

    private static ReadOnlySpan<byte> Alphabet => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"u8;

    // RFC 9285, table 1, turned around, from the first character of the alphabet (the space) to the last (Z); 45 is no character.
    private static ReadOnlySpan<byte> Values =>
    [
        36, 45, 45, 45, 37, 38, 45, 45, 45, 45, 39, 40, 45, 41, 42, 43,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 44, 45, 45, 45, 45, 45,
        45, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
    ];

    /// <summary>Says how many bytes a text of this length stands for.</summary>
    /// <param name="textLength">The number of characters.</param>
    /// <returns>The number of bytes.</returns>
    public static int DecodedLength(int textLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(textLength);
        return (textLength / 3 * 2) + (textLength % 3 is 2 ? 1 : 0);
    }

    /// <summary>Decodes a text. Never throws for any text.</summary>
    /// <param name="text">The text, as ASCII or UTF-8.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Whether the whole text is Base45.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var decoded = new byte[DecodedLength(text.Length)];
        bytes = TryDecode(text, decoded, out _) ? decoded : null;
        return bytes is not null;
    }

    /// <summary>Decodes a text into the caller's memory. Never throws for any text.</summary>
    /// <param name="text">The text, as ASCII or UTF-8.</param>
    /// <param name="destination">Where the bytes go: at least <see cref="DecodedLength"/> of them.</param>
    /// <param name="written">How many bytes were written; 0 when the text is refused.</param>
    /// <returns>Whether the whole text is Base45.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        written = 0;
        var length = DecodedLength(text.Length);
        if (destination.Length < length)
        {
            throw new ArgumentException("The destination is too short.", nameof(destination));
        }

        if (text.Length % 3 is 1)
        {
            return false;
        }

        var at = 0;
        for (; text.Length >= 3; text = text[3..], at += 2)
        {
            var (c, d, e) = (ValueOf(text[0]), ValueOf(text[1]), ValueOf(text[2]));
            var n = c + (d * 45) + (e * 2025);
            if (c is Unknown || d is Unknown || e is Unknown || n > ushort.MaxValue)
            {
                return false;
            }

            destination[at] = (byte)(n >> 8);
            destination[at + 1] = (byte)n;
        }

        if (!text.IsEmpty)
        {
            var (c, d) = (ValueOf(text[0]), ValueOf(text[1]));
            var n = c + (d * 45);
            if (c is Unknown || d is Unknown || n > byte.MaxValue)
            {
                return false;
            }

            destination[at] = (byte)n;
        }

        written = length;
        return true;
    }

    /// <summary>Encodes bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The text.</returns>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new byte[(bytes.Length / 2 * 3) + (bytes.Length % 2 * 2)];
        var at = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..], at += 3)
        {
            var n = (bytes[0] << 8) | bytes[1];
            text[at] = Alphabet[n % 45];
            text[at + 1] = Alphabet[n / 45 % 45];
            text[at + 2] = Alphabet[n / 2025];
        }

        if (!bytes.IsEmpty)
        {
            text[at] = Alphabet[bytes[0] % 45];
            text[at + 1] = Alphabet[bytes[0] / 45];
        }

        return Encoding.ASCII.GetString(text);
    }

    private static int ValueOf(byte character) => (uint)(character - ' ') < (uint)Values.Length ? Values[character - ' '] : Unknown;
}
