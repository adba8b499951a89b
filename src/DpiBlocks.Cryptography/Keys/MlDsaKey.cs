using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace DpiBlocks.Cryptography;

/// <summary>ML-DSA (FIPS 204) with the empty context, as JOSE and COSE use it (RFC 9964), by BouncyCastle.</summary>
internal sealed class MlDsaKey : ImportedKey
{
    /// <summary>The length of the seed that a private key is made from (FIPS 204, 6.1).</summary>
    public const int SeedBytes = 32;

    private readonly MLDsaPublicKeyParameters _key;
    private readonly int _signatureBytes;

    private MlDsaKey(KeyMaterial material, MLDsaPublicKeyParameters key, int signatureBytes, ImmutableArray<SignatureAlgorithm> algorithms)
        : base(material, algorithms) => (_key, _signatureBytes) = (key, signatureBytes);

    public static bool TryCreate(SignatureAlgorithm algorithm, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MlDsaKey? key)
    {
        var material = KeyMaterial.OfAkp(algorithm, bytes);
        key = TryParametersOf(algorithm, out var parameters, out var publicKeyBytes, out var signatureBytes) && bytes.Length == publicKeyBytes
            ? new MlDsaKey(material, MLDsaPublicKeyParameters.FromEncoding(parameters, material.First), signatureBytes, [algorithm])
            : null;
        return key is not null;
    }

    /// <summary>The parameter set of an algorithm, with the lengths of FIPS 204, table 2.</summary>
    public static bool TryParametersOf(
        SignatureAlgorithm algorithm, [NotNullWhen(true)] out MLDsaParameters? parameters, out int publicKeyBytes, out int signatureBytes)
    {
        (parameters, publicKeyBytes, signatureBytes) = algorithm.Jose switch
        {
            "ML-DSA-44" => (MLDsaParameters.ml_dsa_44, 1312, 2420),
            "ML-DSA-65" => (MLDsaParameters.ml_dsa_65, 1952, 3309),
            "ML-DSA-87" => (MLDsaParameters.ml_dsa_87, 2592, 4627),
            _ => ((MLDsaParameters?)null, 0, 0),
        };
        return parameters is not null;
    }

    public override ImportedKey BoundTo(ImmutableArray<SignatureAlgorithm> algorithms) => new MlDsaKey(Material, _key, _signatureBytes, algorithms);

    protected override bool VerifyCore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != _signatureBytes)
        {
            return false;
        }

        var signer = new MLDsaSigner(_key.Parameters, deterministic: false);
        signer.Init(false, _key);
        signer.BlockUpdate(data);
        return signer.VerifySignature(signature.ToArray());
    }
}
