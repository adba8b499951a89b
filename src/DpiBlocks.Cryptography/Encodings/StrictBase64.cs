using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace DpiBlocks.Cryptography;

/// <summary>Base64 with its padding (RFC 4648, 4), as <c>x5c</c> and PEM hold it: no white space, and one text only for the same bytes.</summary>
public static class StrictBase64
{
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>Reads bytes from their base64 text. Never throws for any text.</summary>
    /// <param name="text">The text; an empty one stands for no bytes.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Whether it is the canonical text of some bytes.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var padding = text is [.., '=', '='] ? 2 : text is [.., '='] ? 1 : 0;
        if (text.Length % 4 != 0 || text[..^padding].ContainsAnyExcept(Characters))
        {
            return false;
        }

        var utf8 = new byte[text.Length];
        Encoding.ASCII.GetBytes(text, utf8);
        var decoded = new byte[(text.Length / 4 * 3) - padding];
        bytes = Base64.DecodeFromUtf8(utf8, decoded, out _, out _) is OperationStatus.Done ? decoded : null;
        CryptographicOperations.ZeroMemory(utf8);       // a private key, perhaps
        return bytes is not null;
    }
}
