using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>Makes the private half of a <see cref="SigningKey"/> from a private JWK.</summary>
internal static class SigningKeyReader
{
    public static bool TryRead(
        JsonElement element,
        JwkMembers members,
        [NotNullWhen(true)] out SigningCore? core,
        [NotNullWhen(true)] out SignatureAlgorithm? algorithm,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        (core, algorithm) = (null, null);
        if (!JwkMaterial.TryRead(element, members, out var material, out refusal) || !TryAlgorithm(members, out algorithm, out refusal))
        {
            return false;
        }

        core = material.KeyType is KeyMaterial.Rsa
            ? ReadRsa(element, algorithm, out refusal)
            : ReadOther(element, material, algorithm, out refusal);
        if (core is not null && !IsPair(core, material, algorithm))
        {
            core.Dispose();
            (core, refusal) = (null, KeyRefusals.PairMismatch);
        }

        return core is not null;
    }

    // The curve or the alg names the algorithm; where both do, they must agree. An RSA key without alg could mean six.
    private static bool TryAlgorithm(
        JwkMembers members, [NotNullWhen(true)] out SignatureAlgorithm? algorithm, [NotNullWhen(false)] out Refusal? refusal)
    {
        var named = SignatureAlgorithm.TryFromJose(members.Algorithm, out var byName) ? byName : null;
        algorithm = members.KeyType switch
        {
            KeyMaterial.Ec when EllipticCurve.TryFromName(members.Curve, out var curve) => curve.Algorithm,
            KeyMaterial.Okp when members.Curve is "Ed25519" => SignatureAlgorithm.Ed25519,
            KeyMaterial.Rsa when named is not null && RsaKey.AllAlgorithms.Contains(named) => named,
            KeyMaterial.Akp => named,
            _ => null,
        };
        var allowed = algorithm is not null && (members.Algorithm is null || named == algorithm) && members.Allows("sig", "sign");
        refusal = allowed ? null : KeyRefusals.UseViolation;
        algorithm = allowed ? algorithm : null;
        return algorithm is not null && refusal is null;
    }

    private static RsaSigningCore? ReadRsa(JsonElement element, SignatureAlgorithm algorithm, out Refusal? refusal)
    {
        if (!PrivateJwk.TryReadRsa(element, out var parameters, out refusal))
        {
            return null;
        }

        var core = RsaSigningCore.TryImport(algorithm, parameters, out refusal);
        PrivateJwk.Clear(parameters);
        return core;
    }

    private static SigningCore? ReadOther(JsonElement element, KeyMaterial material, SignatureAlgorithm algorithm, out Refusal? refusal)
    {
        if (!JwkMembers.TryBytes(element, material.KeyType is KeyMaterial.Akp ? "priv" : "d", out var secret, out refusal)
            || !JwkMaterial.TryKey(material, out _, out refusal))
        {
            return null;
        }

        if (secret.Length != (EllipticCurve.TryFromName(material.Parameter, out var curve) ? curve.CoordinateBytes : MlDsaKey.SeedBytes))
        {
            CryptographicOperations.ZeroMemory(secret);
            refusal = KeyRefusals.KeySize;
            return null;
        }

        SigningCore? core = curve is null
            ? algorithm == SignatureAlgorithm.Ed25519 ? new Ed25519SigningCore(secret) : MlDsaSigningCore.TryImport(algorithm, secret)
            : curve == EllipticCurve.Secp256K1 ? Secp256K1SigningCore.TryImport(secret) : EcSigningCore.TryImport(curve, material, secret);
        if (core is null or EcSigningCore)
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        refusal = core is null ? KeyRefusals.PairMismatch : null;
        return core;
    }

    // The platform does not compare the two halves, so a signature does.
    private static bool IsPair(SigningCore core, KeyMaterial material, SignatureAlgorithm algorithm)
    {
        if (!((ImportedKey)core.PublicKey).Material.IsSameAs(material))
        {
            return false;
        }

        try
        {
            var data = "A key that belongs to itself."u8;
            return core.PublicKey.Verify(algorithm, data, core.Sign(data));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
