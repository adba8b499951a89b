using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography;

/// <summary>Makes public keys from their values. Each is checked once, here, and never again.</summary>
public static class VerificationKeys
{
    /// <summary>Makes an ECDSA key from its point. Never throws for any bytes.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="x">The x coordinate, big-endian, of exactly the length of the field (RFC 7518, 6.2.1.2).</param>
    /// <param name="y">The y coordinate, likewise.</param>
    /// <param name="key">The key, for the one algorithm of the curve.</param>
    /// <param name="refusal">Why not: <see cref="KeyRefusalCodes.InvalidPoint"/>.</param>
    /// <returns>Whether the point is a valid one.</returns>
    public static bool TryFromEc(
        EllipticCurve curve,
        ReadOnlySpan<byte> x,
        ReadOnlySpan<byte> y,
        [NotNullWhen(true)] out VerificationKey? key,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(curve);
        key = null;
        if (x.Length == curve.CoordinateBytes && y.Length == curve.CoordinateBytes)
        {
            if (curve == EllipticCurve.Secp256K1)
            {
                key = Secp256K1Key.TryCreate(x, y, out var made) ? made : null;
            }
            else
            {
                key = EcKey.TryCreate(curve, x, y, out var made) ? made : null;
            }
        }

        refusal = key is null ? KeyRefusals.InvalidPoint : null;
        return key is not null;
    }

    /// <summary>Makes an RSA key. Never throws for any bytes.</summary>
    /// <param name="n">The modulus, big-endian, without leading zero: 2,048 to 8,192 bits, odd, not made by the flawed generator of CVE-2017-15361.</param>
    /// <param name="e">The exponent, big-endian, without leading zero: odd, at least 3, at most 64 bits; nearly all are 65,537.</param>
    /// <param name="key">The key, for RS256 to RS512 and PS256 to PS512.</param>
    /// <param name="refusal">Why not: <see cref="KeyRefusalCodes.Malformed"/> or <see cref="KeyRefusalCodes.Weak"/>.</param>
    /// <param name="only">The one algorithm it may be used with, where its <c>alg</c> names one.</param>
    /// <returns>Whether it is strong enough.</returns>
    public static bool TryFromRsa(
        ReadOnlySpan<byte> n,
        ReadOnlySpan<byte> e,
        [NotNullWhen(true)] out VerificationKey? key,
        [NotNullWhen(false)] out Refusal? refusal,
        SignatureAlgorithm? only = null)
    {
        key = null;
        if (only is not null && !RsaKey.AllAlgorithms.Contains(only))
        {
            refusal = KeyRefusals.UseViolation;
            return false;
        }

        if (RsaKey.TryCreate(n, e, only is null ? RsaKey.AllAlgorithms : [only], out var made, out refusal))
        {
            key = made;
        }

        return key is not null;
    }

    /// <summary>Makes an Ed25519 key. Never throws for any bytes.</summary>
    /// <param name="bytes">Its 32 bytes: the canonical encoding of a point of the large prime order (RFC 8032, 5.1.5).</param>
    /// <param name="key">The key, for Ed25519.</param>
    /// <param name="refusal">Why not: <see cref="KeyRefusalCodes.InvalidPoint"/>.</param>
    /// <returns>Whether the point is a valid one.</returns>
    public static bool TryFromEd25519(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = Ed25519Key.TryCreate(bytes, out var made) ? made : null;
        refusal = key is null ? KeyRefusals.InvalidPoint : null;
        return key is not null;
    }

    /// <summary>Makes an ML-DSA key. Never throws for any bytes.</summary>
    /// <param name="algorithm">ML-DSA-44, ML-DSA-65 or ML-DSA-87.</param>
    /// <param name="bytes">Its 1,312, 1,952 or 2,592 bytes (FIPS 204, 7.2, pkEncode).</param>
    /// <param name="key">The key, for the one algorithm.</param>
    /// <param name="refusal">Why not: <see cref="KeyRefusalCodes.KeySize"/>, or <see cref="KeyRefusalCodes.Unsupported"/> for another algorithm.</param>
    /// <returns>Whether it has the right length.</returns>
    public static bool TryFromMlDsa(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out VerificationKey? key,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        key = MlDsaKey.TryCreate(algorithm, bytes, out var made) ? made : null;
        refusal = key is not null ? null : MlDsaKey.TryParametersOf(algorithm, out _, out _, out _) ? KeyRefusals.KeySize : KeyRefusals.Unsupported;
        return key is not null;
    }

    /// <summary>Makes a key from its X.509 form, DER (RFC 5280, 4.1.2.7), as certificates and PEM hold it. Never throws for any bytes.</summary>
    /// <param name="der">The SubjectPublicKeyInfo: EC with a named curve, RSA, RSASSA-PSS, Ed25519, ML-DSA.</param>
    /// <param name="key">The key.</param>
    /// <param name="refusal">Why not: one of <see cref="KeyRefusalCodes"/>.</param>
    /// <returns>Whether it is a good key for checking signatures.</returns>
    public static bool TryFromSubjectPublicKeyInfo(
        ReadOnlyMemory<byte> der, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        if (!SubjectPublicKeyInfo.TryRead(der, out var material, out var algorithms, out refusal) || !JwkMaterial.TryKey(material, out key, out refusal))
        {
            return false;
        }

        key = algorithms.IsEmpty ? key : (key as ImportedKey)?.BoundTo(algorithms);
        refusal = key is null ? KeyRefusals.UseViolation : null;        // a key for key agreement
        return key is not null;
    }

    /// <summary>Gives the bytes of an Ed25519 or ML-DSA key, as <see cref="TryFromEd25519"/> and <see cref="TryFromMlDsa"/> read them.</summary>
    /// <param name="key">The key.</param>
    /// <param name="bytes">Its 32, 1,312, 1,952 or 2,592 bytes.</param>
    /// <returns>Whether it is such a key.</returns>
    public static bool TryGetBytes(VerificationKey key, [NotNullWhen(true)] out byte[]? bytes)
    {
        ArgumentNullException.ThrowIfNull(key);
        bytes = key is ImportedKey { Material: { KeyType: KeyMaterial.Okp or KeyMaterial.Akp } material } ? [.. material.First] : null;
        return bytes is not null;
    }
}
