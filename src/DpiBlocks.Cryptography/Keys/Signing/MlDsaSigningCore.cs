using System.Security.Cryptography;
using System.Text.Json;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace DpiBlocks.Cryptography;

/// <summary>ML-DSA, by BouncyCastle: hedged (FIPS 204, 5.2), so that no two signatures are alike.</summary>
internal sealed class MlDsaSigningCore : SigningCore
{
    private static readonly SecureRandom Chance = new(new CryptoApiRandomGenerator());

    private readonly byte[] _seed;
    private readonly MLDsaParameters _parameters;
    private MLDsaPrivateKeyParameters? _key;

    private MlDsaSigningCore(byte[] seed, MLDsaParameters parameters, MLDsaPrivateKeyParameters key, MlDsaKey publicKey) =>
        (_seed, _parameters, _key, PublicKey) = (seed, parameters, key, publicKey);

    public override VerificationKey PublicKey { get; }

    /// <param name="algorithm">Which of the three.</param>
    /// <param name="seed">The 32 bytes of FIPS 204, 6.1, which the new object owns from now on.</param>
    public static MlDsaSigningCore? TryImport(SignatureAlgorithm algorithm, byte[] seed)
    {
        if (seed.Length != MlDsaKey.SeedBytes || !MlDsaKey.TryParametersOf(algorithm, out var parameters, out _, out _))
        {
            return null;
        }

        var key = MLDsaPrivateKeyParameters.FromSeed(parameters, seed);
        return MlDsaKey.TryCreate(algorithm, key.GetPublicKeyEncoded(), out var publicKey)
            ? new MlDsaSigningCore(seed, parameters, key, publicKey)
            : null;
    }

    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        var signer = new MLDsaSigner(_parameters, deterministic: false);
        signer.Init(true, new ParametersWithRandom(_key, Chance));
        signer.BlockUpdate(data);
        return signer.GenerateSignature();
    }

    public override void WritePrivate(Utf8JsonWriter writer) => PrivateJwk.WriteSecret(writer, "priv"u8, _seed);

    // BouncyCastle's copy of the key cannot be overwritten, only let go.
    public override void Dispose()
    {
        CryptographicOperations.ZeroMemory(_seed);
        _key = null;
    }
}
