using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>Encrypts and decrypts JWE (RFC 7516).</summary>
public static partial class Jwe
{
    private const byte Dot = (byte)'.';
    private const int Parts = 5;

    /// <summary>Decrypts the compact serialization (RFC 7516, 7.1). Never throws for any bytes.</summary>
    /// <param name="compact">The five parts, in ASCII.</param>
    /// <param name="keys">Our keys. The header's key id chooses among those that have one; one without is tried for every key id.</param>
    /// <param name="profile">What it must look like.</param>
    /// <param name="jwe">What was in it.</param>
    /// <param name="refusal">Why not. Whatever is wrong with the encryption itself has the one code <see cref="JoseRefusalCodes.DecryptionFailed"/>.</param>
    /// <returns>Whether it was decrypted and is authentic.</returns>
    public static bool TryDecrypt(
        ReadOnlyMemory<byte> compact,
        IReadOnlyList<DecryptionKey> keys,
        JweProfile profile,
        [NotNullWhen(true)] out DecryptedJwe? jwe,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(profile);
        jwe = null;
        Span<Range> parts = stackalloc Range[Parts];
        if (!TrySplit(compact.Span, parts, profile, out refusal))
        {
            return false;
        }

        var text = compact.Span;
        if (!StrictBase64Url.TryDecode(text[parts[0]], out var utf8)
            || !StrictBase64Url.TryDecode(text[parts[1]], out var encryptedKey)
            || !StrictBase64Url.TryDecode(text[parts[2]], out var iv)
            || !StrictBase64Url.TryDecode(text[parts[3]], out var ciphertext)
            || !StrictBase64Url.TryDecode(text[parts[4]], out var tag))
        {
            refusal = JoseRefusals.Base64Url;
            return false;
        }

        if (!TryReadHeader(utf8, profile, out var header, out refusal))
        {
            return false;
        }

        refusal = new JweParts(iv, ciphertext, tag, compact[parts[0]]).Decrypt(header, encryptedKey, keys, out var plaintext);
        jwe = plaintext is null ? null : new DecryptedJwe(header, plaintext);
        return jwe is not null;
    }

    // The dots are found one by one: the input is never split.
    private static bool TrySplit(ReadOnlySpan<byte> text, Span<Range> parts, JweProfile profile, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = JweRefusals.Malformed;
        var start = 0;
        for (var i = 0; i < Parts - 1; i++)
        {
            var length = text[start..].IndexOf(Dot);
            if (length < 0 || (i == 0 && (length == 0 || text[0] == '{')))
            {
                return false;
            }

            parts[i] = start..(start + length);
            start += length + 1;
        }

        parts[^1] = start..text.Length;
        if (text[start..].Contains(Dot))
        {
            return false;
        }

        refusal = text.Length > profile.Limits.MaxBytes ? JoseRefusals.TooLarge : null;
        return refusal is null;
    }

    private static bool TryReadHeader(
        byte[] utf8, JweProfile profile, [NotNullWhen(true)] out JweHeader? header, [NotNullWhen(false)] out Refusal? refusal)
    {
        header = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                return JweHeaderReader.TryRead(utf8, document.RootElement, [], profile, out header, out refusal);
            }

            refusal = JweRefusals.Malformed;
            return false;
        }
    }
}
