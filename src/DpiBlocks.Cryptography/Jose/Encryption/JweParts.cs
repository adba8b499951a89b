using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>What the recipients of a JWE share.</summary>
/// <param name="Iv">The initialization vector.</param>
/// <param name="Ciphertext">The encrypted content.</param>
/// <param name="Tag">The authentication tag.</param>
/// <param name="Authenticated">The bytes authenticated along with it (RFC 7516, 5.1, step 14).</param>
internal sealed record JweParts(byte[] Iv, byte[] Ciphertext, byte[] Tag, ReadOnlyMemory<byte> Authenticated)
{
    /// <summary>Decrypts for one recipient, by those of our keys that may be meant.</summary>
    public Refusal? Decrypt(JweHeader header, ReadOnlySpan<byte> encryptedKey, IEnumerable<DecryptionKey> keys, out byte[]? plaintext)
    {
        plaintext = null;
        if (!header.Encryption.HasForm(Iv.Length, Ciphertext.Length, Tag.Length) || (header.Algorithm.IsDirect && !encryptedKey.IsEmpty))
        {
            return JweRefusals.Malformed;
        }

        Refusal? refusal = null;
        foreach (var key in keys)
        {
            if (header.KeyId is not null && key.KeyId is not null && !string.Equals(header.KeyId, key.KeyId, StringComparison.Ordinal))
            {
                continue;
            }

            if (ContentKey.Unwrap(header, encryptedKey, key, out var contentKey) is { } unfit)
            {
                refusal ??= unfit;      // unless another key was fit
                continue;
            }

            plaintext = header.Encryption.Decrypt(contentKey, Iv, Ciphertext, Tag, Authenticated.Span);
            CryptographicOperations.ZeroMemory(contentKey);
            if (plaintext is not null)
            {
                return null;
            }

            refusal = JweRefusals.DecryptionFailed;
        }

        return refusal ?? JweRefusals.KeyNotFound;
    }
}
