using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>The DID method <c>did:jwk</c>, whose identifiers are JSON Web Keys (did:jwk Method Specification).</summary>
public static class DidJwk
{
    private const string Method = "jwk";

    /// <summary>Makes the DID of a key.</summary>
    /// <param name="jwk">The key; the way it is written becomes part of the DID.</param>
    /// <returns>The DID.</returns>
    /// <exception cref="FormatException">The key is so large that no DID holds it.</exception>
    public static Did Create(Jwk jwk)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        return Did.Parse($"did:{Method}:{StrictBase64Url.Encode(jwk.ToUtf8())}");
    }

    /// <summary>Finds the key in a DID. Never throws for any DID.</summary>
    /// <param name="did">The DID.</param>
    /// <param name="jwk">The key, which may be one that only serves to encrypt to.</param>
    /// <param name="refusal">
    /// Why not: one of <see cref="DidRefusalCodes"/>, <see cref="EncodingRefusalCodes"/>, <see cref="KeyRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.
    /// </param>
    /// <returns>Whether it holds one.</returns>
    public static bool TryResolve(Did did, [NotNullWhen(true)] out Jwk? jwk, [NotNullWhen(false)] out Refusal? refusal)
    {
        jwk = null;
        if (!string.Equals(did.Method, Method, StringComparison.Ordinal))
        {
            refusal = new Refusal(DidRefusalCodes.MethodNotSupported, "The DID is not a did:jwk.");
            return false;
        }

        if (!StrictBase64Url.TryDecode(did.MethodSpecificId, out var utf8))
        {
            refusal = new Refusal(EncodingRefusalCodes.Base64Url, "The key in the DID is not the one base64url text of its bytes.");
            return false;
        }

        return Jwk.TryParse(utf8, out jwk, out refusal);
    }
}
