using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography;

/// <summary>Base64url as JOSE writes it (RFC 7515, 2): no padding, no white space, and one text only for the same bytes.</summary>
/// <remarks>The platform's reader takes padding and white space, so that several texts would stand for the same token.</remarks>
public static class StrictBase64Url
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Letters);
    private static readonly SearchValues<byte> Bytes = SearchValues.Create([.. Letters.Select(letter => (byte)letter)]);

    /// <summary>Reads bytes from their base64url text. Never throws for any text.</summary>
    /// <param name="utf8">The text; an empty one stands for no bytes.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Whether it is the canonical text of some bytes; if not, refuse with <see cref="EncodingRefusalCodes.Base64Url"/>.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (!HasForm(utf8))
        {
            return false;
        }

        var decoded = new byte[DecodedLength(utf8.Length)];
        bytes = TryFill(utf8, decoded, out _) ? decoded : null;
        return bytes is not null;
    }

    /// <summary>Reads bytes from their base64url text. Never throws for any text.</summary>
    /// <param name="text">The text; an empty one stands for no bytes.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Whether it is the canonical text of some bytes; if not, refuse with <see cref="EncodingRefusalCodes.Base64Url"/>.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Characters))
        {
            return false;
        }

        var decoded = new byte[DecodedLength(text.Length)];
        bytes = Base64Url.DecodeFromChars(text, decoded, out _, out _) is OperationStatus.Done ? decoded : null;
        return bytes is not null;
    }

    /// <summary>Reads bytes from their base64url text, without allocating. Never throws for any text.</summary>
    /// <param name="utf8">The text; an empty one stands for no bytes.</param>
    /// <param name="destination">Where the bytes go: three for each four letters are enough.</param>
    /// <param name="written">How many there are.</param>
    /// <returns>Whether it is the canonical text of some bytes, and they fit.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> utf8, Span<byte> destination, out int written)
    {
        written = 0;
        return HasForm(utf8) && destination.Length >= DecodedLength(utf8.Length) && TryFill(utf8, destination, out written);
    }

    /// <summary>Writes bytes as text.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The text.</returns>
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Writes bytes as text in UTF-8.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The text.</returns>
    public static byte[] EncodeToUtf8(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToUtf8(bytes);

    private static int DecodedLength(int letters) => (int)(letters * 3L / 4);

    private static bool HasForm(ReadOnlySpan<byte> utf8) => utf8.Length % 4 != 1 && !utf8.ContainsAnyExcept(Bytes);

    // The platform refuses bits left over in the last letter; the rest was seen by HasForm.
    private static bool TryFill(ReadOnlySpan<byte> utf8, Span<byte> destination, out int written) =>
        Base64Url.DecodeFromUtf8(utf8, destination, out _, out written) is OperationStatus.Done;
}
