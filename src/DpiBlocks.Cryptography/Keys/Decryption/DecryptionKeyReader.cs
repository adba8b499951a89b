using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>Makes a <see cref="DecryptionKey"/> from a private JWK.</summary>
internal static class DecryptionKeyReader
{
    /// <summary>128 bits: the shortest content key of JWE.</summary>
    public const int MinSecretBytes = 16;

    public static bool TryRead(
        JsonElement element, JwkMembers members, [NotNullWhen(true)] out DecryptionKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        if (!members.Allows("enc", "deriveKey", "deriveBits", "unwrapKey", "decrypt") || SignatureAlgorithm.TryFromJose(members.Algorithm, out _))
        {
            refusal = KeyRefusals.UseViolation;
            return false;
        }

        if (members.KeyType is "oct")
        {
            key = OfSecret(element, members, out refusal);
        }
        else if (JwkMaterial.TryRead(element, members, out var material, out refusal) && EncryptionKey.TryCreate(material, out var publicKey, out refusal))
        {
            key = material.KeyType is KeyMaterial.Rsa
                ? OfRsa(element, members, publicKey, out refusal)
                : OfAgreement(element, members, publicKey, out refusal);
        }

        return key is not null;
    }

    private static DecryptionKey? OfSecret(JsonElement element, JwkMembers members, out Refusal? refusal)
    {
        if (!JwkMembers.TryBytes(element, "k", out var octets, out refusal))
        {
            return null;
        }

        refusal = octets.Length < MinSecretBytes ? KeyRefusals.KeySize : null;
        return refusal is null ? DecryptionKey.OfSecret(octets, members) : null;
    }

    private static DecryptionKey? OfRsa(JsonElement element, JwkMembers members, EncryptionKey publicKey, out Refusal? refusal)
    {
        if (!PrivateJwk.TryReadRsa(element, out var parameters, out refusal))
        {
            return null;
        }

        DecryptionKey? key = null;
        try
        {
            var candidate = DecryptionKey.OfRsa(publicKey, RSA.Create(parameters), members);
            var probe = publicKey.EncryptOaep("A key that belongs to itself."u8, HashAlgorithmName.SHA256);
            key = candidate.TryDecryptOaep(probe, HashAlgorithmName.SHA256, out _) ? candidate : null;
        }
        catch (CryptographicException)
        {
            // the platform refuses values that do not fit together
        }

        PrivateJwk.Clear(parameters);
        refusal = key is null ? KeyRefusals.PairMismatch : null;
        return key;
    }

    private static DecryptionKey? OfAgreement(JsonElement element, JwkMembers members, EncryptionKey publicKey, out Refusal? refusal)
    {
        if (!JwkMembers.TryBytes(element, "d", out var d, out refusal))
        {
            return null;
        }

        var curve = EllipticCurve.TryFromName(members.Curve, out var named) ? named : null;
        AgreementCore? core = curve is null ? X25519AgreementCore.TryImport(d)
            : d.Length == curve.CoordinateBytes ? EcAgreementCore.TryImport(curve, publicKey, d) : null;
        if (core is not X25519AgreementCore)
        {
            CryptographicOperations.ZeroMemory(d);
        }

        var key = core is not null && core.PublicKey.Material.IsSameAs(publicKey.Material) ? DecryptionKey.OfAgreement(core, members) : null;
        refusal = key is null ? KeyRefusals.PairMismatch : null;
        return key;
    }
}
