using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace DpiBlocks.Cryptography;

/// <summary>ECDSA on secp256k1 (RFC 8812), by BouncyCastle, since not every platform has the curve.</summary>
/// <remarks>
/// RFC 8812 does not ask for the smaller s, so (r, n - s) verifies as well, as with the other curves; what we sign has the smaller s.
/// </remarks>
internal sealed class Secp256K1Key : ImportedKey
{
    private const int ScalarBytes = 32;
    private readonly ECPublicKeyParameters _key;

    private Secp256K1Key(KeyMaterial material, ECPublicKeyParameters key, ImmutableArray<SignatureAlgorithm> algorithms)
        : base(material, algorithms) => _key = key;

    public static ECDomainParameters Domain { get; } = new(Curve());

    public static bool TryCreate(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, [NotNullWhen(true)] out Secp256K1Key? key)
    {
        key = null;
        try
        {
            var point = Domain.Curve.ValidatePoint(new BigInteger(1, x), new BigInteger(1, y));
            key = new Secp256K1Key(
                KeyMaterial.OfEc(EllipticCurve.Secp256K1, x, y), new ECPublicKeyParameters(point, Domain), [SignatureAlgorithm.Es256K]);
        }
        catch (ArgumentException)
        {
            // off the curve, or a coordinate not below the field's prime
        }

        return key is not null;
    }

    public override ImportedKey BoundTo(ImmutableArray<SignatureAlgorithm> algorithms) => new Secp256K1Key(Material, _key, algorithms);

    protected override bool VerifyCore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * ScalarBytes)
        {
            return false;
        }

        var signer = new ECDsaSigner();
        signer.Init(false, _key);
        var hash = System.Security.Cryptography.SHA256.HashData(data);
        return signer.VerifySignature(hash, new BigInteger(1, signature[..ScalarBytes]), new BigInteger(1, signature[ScalarBytes..]));
    }

    private static X9ECParameters Curve() => CustomNamedCurves.GetByName("secp256k1");
}
