using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>A private key to decrypt with, in the memory of this process: by key agreement, RSA-OAEP, or a secret shared beforehand.</summary>
/// <remarks>Disposing overwrites what the library itself keeps of the key. Safe to share between threads.</remarks>
public sealed class DecryptionKey : IDisposable
{
    private readonly AgreementCore? _agreement;
    private readonly RSA? _rsa;
    private readonly byte[] _octets;

    private DecryptionKey(EncryptionKey? publicKey, AgreementCore? agreement, RSA? rsa, byte[] octets, JwkMembers? members)
    {
        (PublicKey, _agreement, _rsa, _octets) = (publicKey, agreement, rsa, octets);
        (KeyId, Algorithm) = (members?.KeyId, members?.Algorithm);
    }

    /// <summary>Gets its kind: EC, OKP, RSA, or oct for a shared secret.</summary>
    public string KeyType => PublicKey?.KeyType ?? "oct";

    /// <summary>Gets its curve: P-256, P-384, P-521, X25519, or null for RSA and a shared secret.</summary>
    public string? Curve => PublicKey?.Curve;

    /// <summary>Gets its name, <c>kid</c>, where it has one.</summary>
    public string? KeyId { get; }

    /// <summary>Gets the one algorithm it is meant for, <c>alg</c>, where it names one.</summary>
    public string? Algorithm { get; }

    /// <summary>Gets the public half, which others encrypt to; null for a shared secret.</summary>
    public EncryptionKey? PublicKey { get; }

    /// <summary>Gets the shared secret; empty for the other kinds.</summary>
    internal ReadOnlySpan<byte> Octets => _octets;

    /// <summary>Makes a new key for key agreement, such as an ephemeral one.</summary>
    /// <param name="curve">P-256, P-384, P-521 or X25519.</param>
    /// <returns>The key, to be disposed by the caller.</returns>
    /// <exception cref="ArgumentException">It is another curve.</exception>
    public static DecryptionKey Generate(string curve)
    {
        var agreement = AgreementCore.Generate(curve);
        return new DecryptionKey(agreement.PublicKey, agreement, null, [], null);
    }

    /// <summary>Makes a key of a shared secret, for the algorithm <c>dir</c> (RFC 7518, 4.5).</summary>
    /// <param name="secret">The secret: at least 16 bytes, each drawn at random. It is copied.</param>
    /// <param name="keyId">Its name, if it has one.</param>
    /// <returns>The key, to be disposed by the caller.</returns>
    /// <exception cref="ArgumentException">It is shorter.</exception>
    public static DecryptionKey FromSecret(ReadOnlySpan<byte> secret, string? keyId = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, DecryptionKeyReader.MinSecretBytes);
        return OfSecret(secret.ToArray(), JwkMembers.Of("oct", null, keyId, null));
    }

    /// <summary>Reads a private JWK: EC, X25519, RSA, or oct. Never throws for any bytes.</summary>
    /// <param name="utf8">The JWK. The caller clears it when it is not needed any more.</param>
    /// <param name="key">The key, to be disposed by the caller.</param>
    /// <param name="refusal">Why not: one of <see cref="KeyRefusalCodes"/>, <see cref="EncodingRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it is a good private key for decryption, and its two halves belong together.</returns>
    public static bool TryParseJwk(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out DecryptionKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            return JwkMembers.TryRead(document.RootElement, out var members, out refusal)
                && DecryptionKeyReader.TryRead(document.RootElement, members, out key, out refusal);
        }
    }

    /// <summary>Agrees on a secret with the owner of another key: the plain result of Diffie-Hellman, from which keys are still to be derived.</summary>
    /// <param name="other">The other's public key.</param>
    /// <param name="secret">The secret, to be cleared by the caller.</param>
    /// <returns>Whether it could: false when the curves differ, or the other's point gives everyone the same secret (RFC 7748, 6.1).</returns>
    public bool TryAgree(EncryptionKey other, [NotNullWhen(true)] out byte[]? secret)
    {
        ArgumentNullException.ThrowIfNull(other);
        secret = null;
        return _agreement is not null && string.Equals(Curve, other.Curve, StringComparison.Ordinal) && _agreement.TryAgree(other, out secret);
    }

    /// <summary>Decrypts a short value with RSA-OAEP (RFC 8017, 7.1); MGF1 uses the same hash. Never throws for any bytes.</summary>
    /// <param name="encrypted">The encrypted value.</param>
    /// <param name="hash">SHA-256 for RSA-OAEP-256.</param>
    /// <param name="data">The value, to be cleared by the caller.</param>
    /// <returns>Whether it could; there is only one way to fail.</returns>
    public bool TryDecryptOaep(ReadOnlySpan<byte> encrypted, HashAlgorithmName hash, [NotNullWhen(true)] out byte[]? data)
    {
        data = null;
        try
        {
            data = _rsa?.Decrypt(encrypted, RSAEncryptionPadding.CreateOaep(hash));
        }
        catch (CryptographicException)
        {
            // not encrypted to this key
        }

        return data is not null;
    }

    /// <summary>Writes the private key as a JWK, with <c>kid</c> and <c>alg</c> where it has them.</summary>
    /// <returns>UTF-8, to be cleared by the caller when it is not needed any more.</returns>
    public byte[] ExportPrivateJwk() => PrivateJwk.Write(writer =>
    {
        PublicKey?.Material.WriteTo(writer);
        _agreement?.WritePrivate(writer);
        if (_rsa is not null)
        {
            var parameters = _rsa.ExportParameters(includePrivateParameters: true);
            PrivateJwk.WriteRsa(writer, parameters);
            PrivateJwk.Clear(parameters);
        }
        else if (_agreement is null)
        {
            writer.WriteString("kty"u8, "oct"u8);
            PrivateJwk.WriteSecret(writer, "k"u8, _octets);
        }

        JwkWriter.WriteText(writer, "kid"u8, KeyId);
        JwkWriter.WriteText(writer, "alg"u8, Algorithm);
    });

    /// <summary>Overwrites and frees the private key.</summary>
    public void Dispose()
    {
        _agreement?.Dispose();
        _rsa?.Dispose();
        CryptographicOperations.ZeroMemory(_octets);
    }

    /// <summary>Tells the kind and the name, nothing secret.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Curve ?? KeyType} {KeyId}".TrimEnd();

    internal static DecryptionKey OfSecret(byte[] octets, JwkMembers members) => new(null, null, null, octets, members);

    internal static DecryptionKey OfRsa(EncryptionKey publicKey, RSA rsa, JwkMembers members) => new(publicKey, null, rsa, [], members);

    internal static DecryptionKey OfAgreement(AgreementCore agreement, JwkMembers members) => new(agreement.PublicKey, agreement, null, [], members);
}
