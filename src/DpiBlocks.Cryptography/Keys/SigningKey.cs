using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>A private key in the memory of this process, for one algorithm. Safe to share between threads.</summary>
/// <remarks>
/// Disposing overwrites what the library itself keeps of the key. Keys of the platform (ECDSA, RSA) are freed by it; BouncyCastle
/// makes short-lived numbers from secp256k1 and ML-DSA keys that cannot be overwritten. Where that matters, use an HSM.
/// </remarks>
public sealed class SigningKey : ISigner, IDisposable
{
    private readonly SigningCore _core;
    private bool _disposed;

    internal SigningKey(SigningCore core, KeyId? keyId, SignatureAlgorithm algorithm)
    {
        _core = core;
        Algorithm = algorithm;
        KeyId = keyId ?? KeyId.Parse(core.PublicKey.Thumbprint.ToString());
    }

    /// <inheritdoc/>
    public KeyId KeyId { get; }

    /// <inheritdoc/>
    public SignatureAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public VerificationKey VerificationKey => _core.PublicKey;

    /// <summary>Gets the public half as a JWK, with <c>kid</c> and <c>alg</c>.</summary>
    public Jwk PublicJwk => Jwk.From(VerificationKey, KeyId.Value);

    /// <summary>Makes a new key. RSA keys have 3,072 bits and the exponent 65,537.</summary>
    /// <param name="algorithm">What it signs with.</param>
    /// <param name="keyId">Its name; unless given, its RFC 7638 thumbprint.</param>
    /// <returns>The key, to be disposed by the caller.</returns>
    public static SigningKey Generate(SignatureAlgorithm algorithm, KeyId? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        var curve = Array.Find(EllipticCurve.All, candidate => candidate.Algorithm == algorithm);
        SigningCore? core = curve is not null
            ? curve == EllipticCurve.Secp256K1 ? Secp256K1SigningCore.Generate() : EcSigningCore.Generate(curve)
            : RsaKey.AllAlgorithms.Contains(algorithm) ? RsaSigningCore.Generate(algorithm)
            : algorithm == SignatureAlgorithm.Ed25519 ? new Ed25519SigningCore(RandomNumberGenerator.GetBytes(32))
            : MlDsaSigningCore.TryImport(algorithm, RandomNumberGenerator.GetBytes(MlDsaKey.SeedBytes));
        return new SigningKey(core ?? throw new ArgumentException("No key can be made for the algorithm.", nameof(algorithm)), keyId, algorithm);
    }

    /// <summary>Reads a private JWK: EC, OKP, AKP, or RSA with an <c>alg</c>. Never throws for any bytes.</summary>
    /// <param name="utf8">The JWK. The caller clears it when it is not needed any more.</param>
    /// <param name="key">The key, to be disposed by the caller. Its name is its <c>kid</c>, or its thumbprint when it has none.</param>
    /// <param name="refusal">Why not: one of <see cref="KeyRefusalCodes"/>, <see cref="EncodingRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it is a good private key for signatures, and its two halves belong together.</returns>
    public static bool TryParseJwk(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out SigningKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            if (JwkMembers.TryRead(document.RootElement, out var members, out refusal)
                && SigningKeyReader.TryRead(document.RootElement, members, out var core, out var algorithm, out refusal))
            {
                // No text that we would not write ourselves as a name.
                KeyId? keyId = KeyId.TryParse(members.KeyId, out var parsed) ? parsed : null;
                refusal = members.KeyId is not null && keyId is null ? KeyRefusals.Malformed.At("/kid") : null;
                key = refusal is null ? new SigningKey(core, keyId, algorithm) : null;
            }
        }

        return key is not null;
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<byte[]>(cancellationToken)
            : ValueTask.FromResult(_core.Sign(data.Span));
    }

    /// <summary>Writes the private key as a JWK, with <c>kid</c> and <c>alg</c>.</summary>
    /// <returns>UTF-8, to be cleared by the caller when it is not needed any more.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] ExportPrivateJwk()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return PrivateJwk.Write(writer =>
        {
            var material = ((ImportedKey)VerificationKey).Material;
            material.WriteTo(writer);
            _core.WritePrivate(writer);
            JwkWriter.WriteText(writer, "kid"u8, KeyId.Value);
            JwkWriter.WriteText(writer, "alg"u8, material.KeyType is KeyMaterial.Akp ? null : Algorithm.Jose);
        });
    }

    /// <summary>Overwrites and frees the private key.</summary>
    public void Dispose()
    {
        _disposed = true;
        _core.Dispose();
    }

    /// <summary>Tells the name and the algorithm, nothing secret.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Algorithm} {KeyId}";
}
