using System.Security.Cryptography;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>RSASSA-PKCS1-v1_5 and RSASSA-PSS, by the platform, which keeps the private values.</summary>
internal sealed class RsaSigningCore : SigningCore
{
    /// <summary>As strong as P-256 (NIST SP 800-57 part 1, table 2).</summary>
    private const int GeneratedBits = 3072;

    private readonly RSA _key;
    private readonly SignatureAlgorithm _algorithm;

    private RsaSigningCore(RSA key, SignatureAlgorithm algorithm, RsaKey publicKey) => (_key, _algorithm, PublicKey) = (key, algorithm, publicKey);

    public override VerificationKey PublicKey { get; }

    public static RsaSigningCore Generate(SignatureAlgorithm algorithm)
    {
        var key = RSA.Create(GeneratedBits);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return RsaKey.TryCreate(parameters.Modulus, parameters.Exponent, [algorithm], out var publicKey, out _)
            ? new RsaSigningCore(key, algorithm, publicKey)
            : throw new CryptographicException("The platform gave a weak key.");
    }

    public static RsaSigningCore? TryImport(SignatureAlgorithm algorithm, RSAParameters parameters, out Refusal? refusal)
    {
        if (!RsaKey.TryCreate(parameters.Modulus, parameters.Exponent, [algorithm], out var publicKey, out refusal))
        {
            return null;
        }

        try
        {
            return new RsaSigningCore(RSA.Create(parameters), algorithm, publicKey);
        }
        catch (CryptographicException)
        {
            refusal = KeyRefusals.PairMismatch;
            return null;
        }
    }

    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[HashOf.MaxBytes];
        var length = HashOf.Compute(_algorithm, data, hash);
        return _key.SignHash(hash[..length], HashOf.Name(_algorithm), RsaKey.PaddingOf(_algorithm));
    }

    public override void WritePrivate(Utf8JsonWriter writer)
    {
        var parameters = _key.ExportParameters(includePrivateParameters: true);
        PrivateJwk.WriteRsa(writer, parameters);
        PrivateJwk.Clear(parameters);
    }

    public override void Dispose() => _key.Dispose();
}
