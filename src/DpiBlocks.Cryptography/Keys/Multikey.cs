using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography;

/// <summary>Public keys as one short text (W3C Controlled Identifiers, 2.2.2), as in <c>publicKeyMultibase</c> and <c>did:key</c>.</summary>
/// <remarks>Known are Ed25519, X25519, P-256, P-384, P-521, secp256k1, RSA and ML-DSA, in base58btc or base64url.</remarks>
public static class Multikey
{
    /// <summary>Reads a key for checking signatures. Never throws for any text.</summary>
    /// <param name="text">The text, such as <c>z6Mk…</c>.</param>
    /// <param name="key">The key.</param>
    /// <param name="refusal">Why not: <see cref="KeyRefusalCodes.Multikey"/>, or what is wrong with the key itself.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        if (!TryRead(text, out var material, out refusal) || !JwkMaterial.TryKey(material, out key, out refusal))
        {
            return false;
        }

        refusal = key is null ? KeyRefusals.UseViolation : null;
        return key is not null;
    }

    /// <summary>Reads a key of any kind, also one that only serves to encrypt to. Never throws for any text.</summary>
    /// <param name="text">The text, such as <c>z6LS…</c>.</param>
    /// <param name="jwk">The key.</param>
    /// <param name="refusal">Why not: <see cref="KeyRefusalCodes.Multikey"/>, or what is wrong with the key itself.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParseAsJwk(string? text, [NotNullWhen(true)] out Jwk? jwk, [NotNullWhen(false)] out Refusal? refusal)
    {
        jwk = null;
        if (!TryRead(text, out var material, out refusal) || !JwkMaterial.TryKey(material, out var key, out refusal))
        {
            return false;
        }

        if (key is not null)
        {
            jwk = Jwk.From(key);
        }
        else if (EncryptionKey.TryCreate(material, out var encryption, out refusal))
        {
            jwk = Jwk.From(encryption);
        }

        return jwk is not null;
    }

    /// <summary>Writes a key in base58btc.</summary>
    /// <param name="key">The key, made by this library.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">The key was not made by this library, so that its values are not known.</exception>
    public static string Format(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var material = (key as ImportedKey)?.Material ?? throw new ArgumentException("The key was not made by VerificationKeys.", nameof(key));
        return Multibase.EncodeBase58Btc(MultikeyCodec.Encode(material));
    }

    private static bool TryRead(string? text, [NotNullWhen(true)] out KeyMaterial? material, [NotNullWhen(false)] out Refusal? refusal)
    {
        material = Multibase.TryDecode(text, out var bytes) && MultikeyCodec.TryDecode(bytes, out var decoded) ? decoded : null;
        refusal = material is null ? KeyRefusals.Multikey : null;
        return material is not null;
    }
}
