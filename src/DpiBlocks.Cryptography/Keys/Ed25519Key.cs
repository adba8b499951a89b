using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace DpiBlocks.Cryptography;

/// <summary>Ed25519 (RFC 8032), by BouncyCastle.</summary>
/// <remarks>
/// The key must be a canonical encoding of a point of the large prime order: with a point of small order, one signature would be right
/// for every message. In signatures, s must be below the order and R canonical; the equation is checked with the cofactor, the first of
/// the two that RFC 8032, 5.1.7, allows.
/// </remarks>
internal sealed class Ed25519Key : ImportedKey
{
    private readonly Ed25519.PublicPoint _point;

    private Ed25519Key(KeyMaterial material, Ed25519.PublicPoint point, ImmutableArray<SignatureAlgorithm> algorithms)
        : base(material, algorithms) => _point = point;

    public static bool TryCreate(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Ed25519Key? key)
    {
        var point = bytes.Length == Ed25519.PublicKeySize ? Ed25519.ValidatePublicKeyFullExport(bytes) : null;
        key = point is null ? null : new Ed25519Key(KeyMaterial.OfOkp("Ed25519", bytes), point, [SignatureAlgorithm.Ed25519]);
        return key is not null;
    }

    public override ImportedKey BoundTo(ImmutableArray<SignatureAlgorithm> algorithms) => new Ed25519Key(Material, _point, algorithms);

    protected override bool VerifyCore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature, _point, data);
}
