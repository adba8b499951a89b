using System.Security.Cryptography;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>ECDSA on P-256, P-384 and P-521, by the platform, which keeps the private scalar.</summary>
internal sealed class EcSigningCore : SigningCore
{
    private readonly ECDsa _key;
    private readonly SignatureAlgorithm _algorithm;

    private EcSigningCore(ECDsa key, EllipticCurve curve, ECPoint point)
    {
        (_key, _algorithm) = (key, curve.Algorithm);
        PublicKey = EcKey.TryCreate(curve, point.X, point.Y, out var made) ? made : throw new CryptographicException("The platform gave a point off the curve.");
    }

    public override VerificationKey PublicKey { get; }

    public static EcSigningCore Generate(EllipticCurve curve)
    {
        var key = ECDsa.Create(curve.Platform);
        return new EcSigningCore(key, curve, key.ExportParameters(includePrivateParameters: false).Q);
    }

    public static EcSigningCore? TryImport(EllipticCurve curve, KeyMaterial material, byte[] d)
    {
        try
        {
            var point = new ECPoint { X = material.First, Y = material.Second };
            return new EcSigningCore(ECDsa.Create(new ECParameters { Curve = curve.Platform, Q = point, D = d }), curve, point);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Imports a scalar alone; the platform finds its point.</summary>
    public static EcSigningCore? TryImport(EllipticCurve curve, byte[] d)
    {
        try
        {
            var key = ECDsa.Create(new ECParameters { Curve = curve.Platform, D = d });
            return new EcSigningCore(key, curve, key.ExportParameters(includePrivateParameters: false).Q);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[HashOf.MaxBytes];
        var length = HashOf.Compute(_algorithm, data, hash);
        return _key.SignHash(hash[..length]);
    }

    public override void WritePrivate(Utf8JsonWriter writer)
    {
        var parameters = _key.ExportParameters(includePrivateParameters: true);
        PrivateJwk.WriteSecret(writer, "d"u8, parameters.D);
        CryptographicOperations.ZeroMemory(parameters.D);
    }

    public override void Dispose() => _key.Dispose();
}
