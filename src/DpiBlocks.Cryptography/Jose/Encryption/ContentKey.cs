using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>The way of the content key from the sender to the recipient.</summary>
internal static class ContentKey
{
    /// <summary>Finds the content key; null unless the key or the header rule it out.</summary>
    /// <remarks>
    /// An encrypted key that cannot be decrypted gives a random one, with which the content then fails like any forgery: no difference
    /// tells an attacker where it failed (RFC 7516, 11.5).
    /// </remarks>
    public static Refusal? Unwrap(JweHeader header, ReadOnlySpan<byte> encryptedKey, DecryptionKey key, out byte[] contentKey)
    {
        contentKey = [];
        if (!header.Algorithm.Takes(key, header.Encryption))
        {
            return JweRefusals.AlgorithmKeyMismatch;
        }

        if (header.Algorithm.IsAgreement)
        {
            if (!TryAgree(header, key, out var agreed))
            {
                return JweRefusals.InvalidEphemeralKey;
            }

            contentKey = header.Algorithm.IsDirect ? agreed : Unwrap(agreed, encryptedKey, header.Encryption);
            return null;
        }

        var secret = key.Octets;
        var expected = header.Algorithm == KeyManagementAlgorithm.Direct ? header.Encryption.KeyBytes : header.Algorithm.WrapBytes;
        if (header.Algorithm != KeyManagementAlgorithm.RsaOaep256 && secret.Length != expected)
        {
            return JweRefusals.KeySize;
        }

        contentKey = header.Algorithm == KeyManagementAlgorithm.Direct ? secret.ToArray()
            : header.Algorithm == KeyManagementAlgorithm.RsaOaep256 ? OrRandom(DecryptOaep(key, encryptedKey), header.Encryption)
            : Unwrap(secret, encryptedKey, header.Encryption);
        return null;
    }

    private static bool TryAgree(JweHeader header, DecryptionKey key, out byte[] agreed)
    {
        agreed = [];
        if (header.Ephemeral is null || !key.TryAgree(header.Ephemeral, out var secret))
        {
            return false;
        }

        agreed = Derive(secret, header.Algorithm, header.Encryption, header.PartyUInfo.Span, header.PartyVInfo.Span);
        return true;
    }

    /// <summary>Derives from an agreed secret, which is cleared, the content key or the key that wraps it (RFC 7518, 4.6.2).</summary>
    public static byte[] Derive(
        byte[] secret, KeyManagementAlgorithm algorithm, ContentEncryption encryption, ReadOnlySpan<byte> partyU, ReadOnlySpan<byte> partyV)
    {
        var (name, length) = algorithm.IsDirect ? (encryption.Jose, encryption.KeyBytes) : (algorithm.Jose, algorithm.WrapBytes);
        var derived = ConcatKdf.Derive(secret, name, partyU, partyV, length);
        CryptographicOperations.ZeroMemory(secret);
        return derived;
    }

    private static byte[]? DecryptOaep(DecryptionKey key, ReadOnlySpan<byte> encryptedKey) =>
        key.TryDecryptOaep(encryptedKey, HashAlgorithmName.SHA256, out var contentKey) ? contentKey : null;

    private static byte[] Unwrap(ReadOnlySpan<byte> wrappingKey, ReadOnlySpan<byte> encryptedKey, ContentEncryption encryption) =>
        OrRandom(AesKeyWrap.TryUnwrap(wrappingKey, encryptedKey, out var contentKey) ? contentKey : null, encryption);

    private static byte[] OrRandom(byte[]? contentKey, ContentEncryption encryption)
    {
        var random = RandomNumberGenerator.GetBytes(encryption.KeyBytes);
        return contentKey?.Length == encryption.KeyBytes ? contentKey : random;
    }
}
