using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>Whom a JWE is encrypted to, and how the content key gets there.</summary>
public sealed class JweRecipient
{
    private readonly EncryptionKey? _publicKey;
    private readonly DecryptionKey? _secret;

    private JweRecipient(KeyManagementAlgorithm algorithm, string? keyId, EncryptionKey? publicKey, DecryptionKey? secret) =>
        (Algorithm, KeyId, _publicKey, _secret) = (algorithm, keyId, publicKey, secret);

    /// <summary>Gets how the content key reaches the recipient.</summary>
    public KeyManagementAlgorithm Algorithm { get; }

    /// <summary>Gets the recipient's key id, written as <c>kid</c>; none when null.</summary>
    public string? KeyId { get; }

    /// <summary>Makes a recipient of a public key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="algorithm">An algorithm for such a key: ECDH-ES and its family, or RSA-OAEP-256.</param>
    /// <param name="keyId">Its key id, if it has one.</param>
    /// <returns>The recipient.</returns>
    /// <exception cref="ArgumentException">The algorithm is not one for such a key.</exception>
    public static JweRecipient Of(EncryptionKey key, KeyManagementAlgorithm algorithm, string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(algorithm);
        return algorithm.Takes(key.KeyType)
            ? new JweRecipient(algorithm, keyId, key, null)
            : throw new ArgumentException("The algorithm is not one for such a key.", nameof(algorithm));
    }

    /// <summary>Makes a recipient of a public JWK.</summary>
    /// <param name="jwk">The key, which must be one to encrypt to.</param>
    /// <param name="algorithm">The algorithm; it may be left out where the JWK names one (<c>alg</c>), and must agree with it.</param>
    /// <returns>The recipient.</returns>
    /// <exception cref="ArgumentException">The JWK must not be used so, or names no or another algorithm.</exception>
    public static JweRecipient Of(Jwk jwk, KeyManagementAlgorithm? algorithm = null)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        var named = KeyManagementAlgorithm.All.FirstOrDefault(candidate => string.Equals(candidate.Jose, jwk.Algorithm, StringComparison.Ordinal));
        if (jwk.EncryptionKey is not { } key || (jwk.Algorithm is not null && (named is null || (algorithm is not null && algorithm != named))))
        {
            throw new ArgumentException("The key must not be used so.", nameof(jwk));
        }

        return Of(key, algorithm ?? named ?? throw new ArgumentException("The key names no algorithm.", nameof(jwk)), jwk.KeyId);
    }

    /// <summary>Makes a recipient of a secret that was shared beforehand.</summary>
    /// <param name="secret">The secret; the caller disposes it, after the recipient was last used.</param>
    /// <param name="algorithm">dir, or A128KW, A192KW, A256KW.</param>
    /// <returns>The recipient.</returns>
    /// <exception cref="ArgumentException">The algorithm is not one for such a secret, or the secret is too long or too short for it.</exception>
    public static JweRecipient Of(DecryptionKey secret, KeyManagementAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(algorithm);
        return secret.PublicKey is null && algorithm.Takes(secret.KeyType) && (algorithm.IsDirect || secret.Octets.Length == algorithm.WrapBytes)
            ? new JweRecipient(algorithm, secret.KeyId, null, secret)
            : throw new ArgumentException("The algorithm is not one for such a secret.", nameof(algorithm));
    }

    /// <summary>Finds or draws the content key, and encrypts it to the recipient.</summary>
    /// <param name="encryption">What the content key is for.</param>
    /// <param name="drawn">The content key that other recipients get as well; null to draw one.</param>
    /// <param name="partyU">What <c>apu</c> says, decoded.</param>
    /// <param name="partyV">What <c>apv</c> says, decoded.</param>
    internal SentKey Send(ContentEncryption encryption, byte[]? drawn, ReadOnlySpan<byte> partyU, ReadOnlySpan<byte> partyV)
    {
        if (Algorithm == KeyManagementAlgorithm.Direct)
        {
            return _secret!.Octets.Length == encryption.KeyBytes
                ? new SentKey(_secret.Octets.ToArray(), [], null)
                : throw new ArgumentException("The shared secret has not the length of the encryption's key.", nameof(encryption));
        }

        if (!Algorithm.IsAgreement)
        {
            var key = drawn ?? RandomNumberGenerator.GetBytes(encryption.KeyBytes);
            return new SentKey(key, _secret is null ? _publicKey!.EncryptOaep(key, HashAlgorithmName.SHA256) : AesKeyWrap.Wrap(_secret.Octets, key), null);
        }

        using var ephemeral = DecryptionKey.Generate(_publicKey!.Curve!);
        if (!ephemeral.TryAgree(_publicKey, out var secret))
        {
            throw new ArgumentException("The recipient's key gives everyone the same secret.", nameof(encryption));
        }

        var agreed = ContentKey.Derive(secret, Algorithm, encryption, partyU, partyV);
        if (Algorithm.IsDirect)
        {
            return new SentKey(agreed, [], ephemeral.PublicKey);
        }

        var content = drawn ?? RandomNumberGenerator.GetBytes(encryption.KeyBytes);
        var wrapped = AesKeyWrap.Wrap(agreed, content);
        CryptographicOperations.ZeroMemory(agreed);
        return new SentKey(content, wrapped, ephemeral.PublicKey);
    }

    /// <summary>A content key, and what is sent of it.</summary>
    internal readonly record struct SentKey(byte[] ContentKey, byte[] EncryptedKey, EncryptionKey? Ephemeral);
}
