using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>Diffie-Hellman on P-256, P-384 and P-521 (NIST SP 800-56A, 5.7.1.2), by the platform, which keeps the private scalar.</summary>
internal sealed class EcAgreementCore : AgreementCore
{
    private readonly ECDiffieHellman _key;

    private EcAgreementCore(ECDiffieHellman key, EncryptionKey publicKey) => (_key, PublicKey) = (key, publicKey);

    public override EncryptionKey PublicKey { get; }

    public static EcAgreementCore Generate(EllipticCurve curve)
    {
        var key = ECDiffieHellman.Create(curve.Platform);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return EncryptionKey.TryCreate(KeyMaterial.OfEc(curve, point.X, point.Y), out var publicKey, out _)
            ? new EcAgreementCore(key, publicKey)
            : throw new CryptographicException("The platform gave a point off the curve.");
    }

    public static EcAgreementCore? TryImport(EllipticCurve curve, EncryptionKey publicKey, byte[] d)
    {
        var point = new ECPoint { X = publicKey.Material.First, Y = publicKey.Material.Second };
        try
        {
            var core = new EcAgreementCore(ECDiffieHellman.Create(new ECParameters { Curve = curve.Platform, Q = point, D = d }), publicKey);
            if (core.IsPair(curve))
            {
                return core;
            }

            core.Dispose();
        }
        catch (CryptographicException)
        {
            // no scalar of the curve
        }

        return null;
    }

    public override bool TryAgree(EncryptionKey other, [NotNullWhen(true)] out byte[]? secret)
    {
        secret = null;
        try
        {
            using var point = other.OpenAgreementKey();
            secret = point is null ? null : _key.DeriveRawSecretAgreement(point);
        }
        catch (CryptographicException)
        {
            // never for a checked point
        }

        return secret is not null;
    }

    public override void WritePrivate(Utf8JsonWriter writer)
    {
        var parameters = _key.ExportParameters(includePrivateParameters: true);
        PrivateJwk.WriteSecret(writer, "d"u8, parameters.D);
        CryptographicOperations.ZeroMemory(parameters.D);
    }

    public override void Dispose() => _key.Dispose();

    // The platform does not compare the two halves, so an agreement from both sides does.
    private bool IsPair(EllipticCurve curve)
    {
        using var other = Generate(curve);
        return TryAgree(other.PublicKey, out var ours) && other.TryAgree(PublicKey, out var theirs) && CryptographicOperations.FixedTimeEquals(ours, theirs);
    }
}
