using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>Reads the public values of a JWK, and tells what they are good for.</summary>
internal static class JwkMaterial
{
    private const string X25519 = "X25519";
    private const string Ed25519 = "Ed25519";

    /// <summary>Reads the values. Those of a key for signatures are not checked yet: <see cref="TryKey"/> does.</summary>
    public static bool TryRead(
        JsonElement element, JwkMembers members, [NotNullWhen(true)] out KeyMaterial? material, [NotNullWhen(false)] out Refusal? refusal)
    {
        (material, refusal) = (null, null);
        switch (members.KeyType)
        {
            case KeyMaterial.Ec when members.Curve is null:
            case KeyMaterial.Okp when members.Curve is null:
            case KeyMaterial.Akp when members.Algorithm is null:
                refusal = KeyRefusals.Malformed;
                break;
            case KeyMaterial.Ec when EllipticCurve.TryFromName(members.Curve, out var curve):
                if (JwkMembers.TryBytes(element, "x", out var x, out refusal) && JwkMembers.TryBytes(element, "y", out var y, out refusal))
                {
                    material = new KeyMaterial(KeyMaterial.Ec, curve.Name, x, y);
                }

                break;
            case KeyMaterial.Okp when members.Curve is Ed25519 or X25519:
                material = JwkMembers.TryBytes(element, "x", out var point, out refusal)
                    ? new KeyMaterial(KeyMaterial.Okp, members.Curve, point, [])
                    : null;
                break;
            case KeyMaterial.Rsa:
                if (JwkMembers.TryBytes(element, "n", out var n, out refusal) && JwkMembers.TryBytes(element, "e", out var e, out refusal))
                {
                    material = new KeyMaterial(KeyMaterial.Rsa, string.Empty, n, e);
                }

                break;
            case KeyMaterial.Akp when SignatureAlgorithm.TryFromJose(members.Algorithm, out var algorithm)
                && MlDsaKey.TryParametersOf(algorithm, out _, out _, out _):
                material = JwkMembers.TryBytes(element, "pub", out var pub, out refusal)
                    ? new KeyMaterial(KeyMaterial.Akp, algorithm.Jose, pub, [])
                    : null;
                break;
            default:
                refusal = KeyRefusals.Unsupported;
                break;
        }

        return material is not null;
    }

    /// <summary>Makes the key for signatures that the values are, if they are one: null without refusal is a key that never signs.</summary>
    public static bool TryKey(KeyMaterial material, out VerificationKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        (key, refusal) = (null, null);
        var made = material.KeyType switch
        {
            KeyMaterial.Ec when EllipticCurve.TryFromName(material.Parameter, out var curve) =>
                VerificationKeys.TryFromEc(curve, material.First, material.Second, out key, out refusal),
            KeyMaterial.Rsa => VerificationKeys.TryFromRsa(material.First, material.Second, out key, out refusal),
            KeyMaterial.Akp when SignatureAlgorithm.TryFromJose(material.Parameter, out var algorithm) =>
                VerificationKeys.TryFromMlDsa(algorithm, material.First, out key, out refusal),
            _ => material.Parameter is not Ed25519 || VerificationKeys.TryFromEd25519(material.First, out key, out refusal),
        };
        return made;
    }

    /// <summary>Binds a key for signatures to what its JWK says; null when it says that it does not check signatures.</summary>
    public static VerificationKey? Bind(VerificationKey? key, JwkMembers members)
    {
        if (key is not ImportedKey imported || !members.Allows("sig", "verify"))
        {
            return null;
        }

        if (members.Algorithm is null)
        {
            return key;
        }

        ImmutableArray<SignatureAlgorithm> bound = [.. key.Algorithms.Where(
            candidate => SignatureAlgorithm.TryFromJose(members.Algorithm, out var named) && candidate == named)];
        return bound.IsEmpty ? null : bound.Length == key.Algorithms.Length ? key : imported.BoundTo(bound);
    }
}
