using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 7518, 3.3 and 3.5), by the platform. The salt of PSS is as long as the hash.</summary>
internal sealed class RsaKey : ImportedKey
{
    private readonly RSA _key;

    private RsaKey(KeyMaterial material, RSA key, ImmutableArray<SignatureAlgorithm> algorithms)
        : base(material, algorithms) => _key = key;

    public static ImmutableArray<SignatureAlgorithm> AllAlgorithms { get; } =
    [
        SignatureAlgorithm.Rs256, SignatureAlgorithm.Rs384, SignatureAlgorithm.Rs512,
        SignatureAlgorithm.Ps256, SignatureAlgorithm.Ps384, SignatureAlgorithm.Ps512,
    ];

    public static bool TryCreate(
        ReadOnlySpan<byte> n,
        ReadOnlySpan<byte> e,
        ImmutableArray<SignatureAlgorithm> algorithms,
        [NotNullWhen(true)] out RsaKey? key,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        refusal = RsaStrength.Judge(n, e);
        if (refusal is not null)
        {
            return false;
        }

        var material = KeyMaterial.OfRsa(n, e);
        try
        {
            key = new RsaKey(material, RSA.Create(new RSAParameters { Modulus = material.First, Exponent = material.Second }), algorithms);
        }
        catch (CryptographicException)
        {
            refusal = KeyRefusals.Weak;
        }

        return key is not null;
    }

    public static RSASignaturePadding PaddingOf(SignatureAlgorithm algorithm) =>
        algorithm.Jose[0] is 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

    public override ImportedKey BoundTo(ImmutableArray<SignatureAlgorithm> algorithms) => new RsaKey(Material, _key, algorithms);

    protected override bool VerifyCore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        // RFC 8017, 8.1.2 and 8.2.2: as long as the modulus.
        if (signature.Length != Material.First.Length)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[HashOf.MaxBytes];
        var length = HashOf.Compute(algorithm, data, hash);
        try
        {
            return _key.VerifyHash(hash[..length], signature, HashOf.Name(algorithm), PaddingOf(algorithm));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
