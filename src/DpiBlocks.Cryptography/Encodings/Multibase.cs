using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography;

/// <summary>Bytes as text whose first letter names the alphabet (W3C Controlled Identifiers, 2.4): <c>z</c> base58btc, <c>u</c> base64url.</summary>
public static class Multibase
{
    /// <summary>Reads bytes from their text. Never throws for any text.</summary>
    /// <param name="text">The text, of at most 8,192 letters.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Whether it is the canonical text of some bytes in one of the two alphabets.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        return text.Length <= MaxLength && text is ['z', .. var base58] ? Base58Btc.TryDecode(base58, out bytes)
            : text is ['u', .. var base64] && text.Length <= MaxLength && StrictBase64Url.TryDecode(base64, out bytes);
    }

    /// <summary>Writes bytes in base58btc, the alphabet that the suites for verifiable credentials demand.</summary>
    /// <param name="bytes">The bytes, at most 6,000.</param>
    /// <returns>The text, beginning with <c>z</c>.</returns>
    public static string EncodeBase58Btc(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, 6_000);
        return "z" + Base58Btc.Encode(bytes);
    }

    /// <summary>Writes bytes in base64url without padding.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The text, beginning with <c>u</c>.</returns>
    public static string EncodeBase64Url(ReadOnlySpan<byte> bytes) => "u" + StrictBase64Url.Encode(bytes);

    // Base58 costs the square of its length; the longest key, ML-DSA-87, has 3,544 letters.
    private const int MaxLength = 8_192;
}
