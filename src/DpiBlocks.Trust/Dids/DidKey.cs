using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>The DID method <c>did:key</c>, whose identifiers are public keys themselves (W3C CCG, The did:key Method).</summary>
public static class DidKey
{
    private const string Method = "key";

    /// <summary>Makes the DID of a key.</summary>
    /// <param name="key">The key, made by this library.</param>
    /// <returns>The DID.</returns>
    public static Did Create(VerificationKey key) => Did.Parse($"did:{Method}:{Multikey.Format(key)}");

    /// <summary>Finds the key in a DID. Never throws for any DID.</summary>
    /// <param name="did">The DID.</param>
    /// <param name="jwk">The key, which may be one that only serves to encrypt to.</param>
    /// <param name="refusal">Why not: one of <see cref="DidRefusalCodes"/>, or of <see cref="KeyRefusalCodes"/> for a key that is not good.</param>
    /// <returns>Whether it holds one.</returns>
    public static bool TryResolve(Did did, [NotNullWhen(true)] out Jwk? jwk, [NotNullWhen(false)] out Refusal? refusal)
    {
        jwk = null;
        if (!string.Equals(did.Method, Method, StringComparison.Ordinal))
        {
            refusal = new Refusal(DidRefusalCodes.MethodNotSupported, "The DID is not a did:key.");
            return false;
        }

        // Base58btc alone, although a multikey may also be base64url: one key has one DID.
        if (!did.MethodSpecificId.StartsWith('z') || !Multikey.TryParseAsJwk(did.MethodSpecificId, out jwk, out refusal))
        {
            refusal = new Refusal(DidRefusalCodes.Malformed, "The DID is not a key in the form of did:key.");
        }
        else if (jwk.VerificationKey is { } key && Create(key) != did)
        {
            (jwk, refusal) = (null, new Refusal(DidRefusalCodes.Malformed, "The DID is not the one text of its key."));
        }

        return jwk is not null;
    }
}
