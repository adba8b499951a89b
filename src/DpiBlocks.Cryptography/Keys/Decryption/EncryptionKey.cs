using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>A public key to encrypt to: by key agreement (P-256, P-384, P-521, X25519) or RSA-OAEP. Checked once, immutable, safe to share.</summary>
public sealed class EncryptionKey
{
    private const string X25519Name = "X25519";
    private const int X25519Bytes = 32;
    private readonly ECDiffieHellman? _agreement;
    private readonly RSA? _rsa;

    private EncryptionKey(KeyMaterial material, ECDiffieHellman? agreement, RSA? rsa)
    {
        (Material, _agreement, _rsa) = (material, agreement, rsa);
        Thumbprint = material.Thumbprint();
    }

    /// <summary>Gets its kind: EC, OKP or RSA.</summary>
    public string KeyType => Material.KeyType;

    /// <summary>Gets its curve: P-256, P-384, P-521, X25519, or null for RSA.</summary>
    public string? Curve => KeyType is KeyMaterial.Rsa ? null : Material.Parameter;

    /// <summary>Gets its RFC 7638 thumbprint.</summary>
    public Digest Thumbprint { get; }

    internal KeyMaterial Material { get; }

    internal ReadOnlySpan<byte> X25519 => Material.Parameter is X25519Name ? Material.First : [];

    /// <summary>Encrypts a short value with RSA-OAEP (RFC 8017, 7.1); MGF1 uses the same hash.</summary>
    /// <param name="data">The value, such as a content key.</param>
    /// <param name="hash">SHA-256 for RSA-OAEP-256.</param>
    /// <returns>The encrypted value.</returns>
    /// <exception cref="InvalidOperationException">It is not an RSA key.</exception>
    public byte[] EncryptOaep(ReadOnlySpan<byte> data, HashAlgorithmName hash) =>
        (_rsa ?? throw new InvalidOperationException("Only an RSA key encrypts with OAEP.")).Encrypt(data, RSAEncryptionPadding.CreateOaep(hash));

    /// <summary>Its point for the platform, to be disposed by the caller.</summary>
    internal ECDiffieHellmanPublicKey? OpenAgreementKey() => _agreement?.PublicKey;

    /// <summary>Makes the key from its values. Never throws for any bytes.</summary>
    internal static bool TryCreate(KeyMaterial material, [NotNullWhen(true)] out EncryptionKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        (key, refusal) = (null, KeyRefusals.InvalidPoint);
        try
        {
            if (material.KeyType is KeyMaterial.Ec && EllipticCurve.TryFromName(material.Parameter, out var curve))
            {
                if (curve == EllipticCurve.Secp256K1)
                {
                    refusal = KeyRefusals.Unsupported;        // RFC 8812, 3.1: not for ECDH-ES
                }
                else if (material.First.Length == curve.CoordinateBytes && material.Second.Length == curve.CoordinateBytes)
                {
                    var point = new ECPoint { X = material.First, Y = material.Second };
                    key = new EncryptionKey(material, ECDiffieHellman.Create(new ECParameters { Curve = curve.Platform, Q = point }), null);
                }
            }
            else if (material.KeyType is KeyMaterial.Rsa)
            {
                var weakness = RsaStrength.Judge(material.First, material.Second);
                refusal = weakness ?? KeyRefusals.Weak;
                key = weakness is null
                    ? new EncryptionKey(material, null, RSA.Create(new RSAParameters { Modulus = material.First, Exponent = material.Second }))
                    : null;
            }
            else if (material.Parameter is X25519Name)
            {
                key = material.First.Length == X25519Bytes ? new EncryptionKey(material, null, null) : null;
            }
            else
            {
                refusal = KeyRefusals.Unsupported;
            }
        }
        catch (CryptographicException)
        {
            key = null;
        }

        refusal = key is null ? refusal : null;
        return key is not null;
    }

    /// <summary>Whether a JWK allows to encrypt to it: <c>use</c>, <c>key_ops</c>, and an <c>alg</c> that is not one of signatures.</summary>
    internal static bool IsAllowedBy(JwkMembers members) =>
        members.Allows("enc", "deriveKey", "deriveBits", "wrapKey", "encrypt")
        && !SignatureAlgorithm.TryFromJose(members.Algorithm, out _);
}
