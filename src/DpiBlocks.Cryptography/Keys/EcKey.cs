using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>ECDSA on P-256, P-384 and P-521, by the platform.</summary>
/// <remarks>
/// Importing costs more than verifying, so the key is imported once. Verifying changes nothing in the platform's key, on OpenSSL,
/// CNG and Apple alike, so threads share it.
/// </remarks>
internal sealed class EcKey : ImportedKey
{
    private readonly EllipticCurve _curve;
    private readonly ECDsa _key;

    private EcKey(EllipticCurve curve, KeyMaterial material, ECDsa key, ImmutableArray<SignatureAlgorithm> algorithms)
        : base(material, algorithms) => (_curve, _key) = (curve, key);

    public static bool TryCreate(EllipticCurve curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, [NotNullWhen(true)] out EcKey? key)
    {
        key = null;
        var material = KeyMaterial.OfEc(curve, x, y);
        var platform = TryImport(curve.Platform, material);
        if (platform is not null)
        {
            key = new EcKey(curve, material, platform, [curve.Algorithm]);
        }

        return key is not null;
    }

    public override ImportedKey BoundTo(ImmutableArray<SignatureAlgorithm> algorithms) => new EcKey(_curve, Material, _key, algorithms);

    protected override bool VerifyCore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        // RFC 7518, 3.4: r and s, each as long as a coordinate. DER never is.
        if (signature.Length != 2 * _curve.CoordinateBytes)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[HashOf.MaxBytes];
        var length = HashOf.Compute(algorithm, data, hash);
        try
        {
            // Without naming the format, which is this one, the platform allocates less.
            return _key.VerifyHash(hash[..length], signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // The platform refuses a point off the curve and a coordinate not below the field's prime; tests hold it to that.
    internal static ECDsa? TryImport(ECCurve curve, KeyMaterial material)
    {
        try
        {
            return ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = material.First, Y = material.Second } });
        }
        catch (Exception fault) when (fault is CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
