using System.Security.Cryptography;
using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>The proof that whoever presents a credential holds its key (RFC 9901, 4.3 and 7.3, step 5).</summary>
internal static class KeyBinding
{
    public static readonly JwsProfile Profile = JwsProfile.Of(SdJwtNames.KeyBindingType);

    private static readonly Refusal Required = new(
        SdJwtRefusalCodes.KeyBindingRequired, "The credential is bound to a holder, and came without the proof that was asked for.");

    private static readonly Refusal Unasked = new(
        SdJwtRefusalCodes.KeyBindingRequired, "The credential is bound to a holder, and its proof answers no challenge of this verifier, who made none.");

    private static readonly Refusal Unbound = new(
        CredentialRefusalCodes.NotBound, "The credential is bound to nobody, and one bound to its holder was asked for.");

    private static readonly Refusal NoKey = new(
        SdJwtRefusalCodes.KeyBindingKey, "The credential states no key of its holder that can be used.")
    {
        Location = "/cnf",
    };

    private static readonly Refusal Signature = new(
        SdJwtRefusalCodes.KeyBindingSignature, "The proof is not signed by the holder's key.");

    private static readonly Refusal IssuedAt = new(
        SdJwtRefusalCodes.KeyBindingIssuedAt, "The proof was made too long ago or in the future, or does not say when.")
    {
        Location = "/iat",
    };

    private static readonly Refusal Audience = new(
        SdJwtRefusalCodes.KeyBindingAudience, "The proof was not made for this verifier.")
    {
        Location = "/aud",
    };

    private static readonly Refusal Nonce = new(
        SdJwtRefusalCodes.KeyBindingNonce, "The proof does not answer this challenge.")
    {
        Location = "/nonce",
    };

    private static readonly Refusal Hash = new(
        SdJwtRefusalCodes.KeyBindingHash, "The proof was made for something else than what came with it.")
    {
        Location = "/sd_hash",
    };

    /// <summary>Checks the proof; null when it is good.</summary>
    public static Refusal? Check(
        SdJwtCredential credential,
        HolderBindingDemand demand,
        CredentialVerifierOptions options,
        DateTimeOffset at,
        out VerificationKey? key,
        out DateTimeOffset? signedAt)
    {
        (key, signedAt) = (null, null);
        if (!credential.HasKeyBinding)
        {
            return credential.IsBound ? Required : Unbound;
        }

        if (demand.Audience is null)
        {
            return credential.IsBound ? Unasked : SdJwtRefusals.BindingUnexpected;
        }

        // The key is the one the issuer has signed, never one that the proof brings.
        if (credential.Registered.HolderKey is { IsEmpty: true } || !Jwk.TryParse(credential.Registered.HolderKey, out var jwk, out _) || jwk.VerificationKey is null)
        {
            return NoKey;
        }

        if (!Jws.TryParse(credential.Parts.KeyBinding, Profile, out var proof, out var refusal))
        {
            return refusal;
        }

        if (!jwk.VerificationKey.Verify(proof.Header.Algorithm, proof.SigningInput.Span, proof.Signature.Span))
        {
            return Signature;
        }

        key = jwk.VerificationKey;
        if (!StrictJson.TryParse(proof.Payload, JsonLimits.Token, out var document, out refusal))
        {
            return refusal;
        }

        using (document)
        {
            return CheckClaims(document.RootElement, credential, demand, options, at, out signedAt);
        }
    }

    private static Refusal? CheckClaims(
        JsonElement claims,
        SdJwtCredential credential,
        HolderBindingDemand demand,
        CredentialVerifierOptions options,
        DateTimeOffset at,
        out DateTimeOffset? signedAt)
    {
        signedAt = null;
        if (!JwtClaims.TryRead(claims, out var registered, out var refusal))
        {
            return refusal.Location switch { "iat" => IssuedAt, "aud" => Audience, _ => refusal };
        }

        signedAt = registered.IssuedAt;
        if (signedAt is not { } made || at - made > options.KeyBindingMaxAge || made - at > options.ClockSkew.Value)
        {
            return IssuedAt;
        }

        // 4.3: the audience is one text, not a list.
        return !IsText(claims, "aud"u8, demand.Audience!) ? Audience
            : !IsText(claims, "nonce"u8, demand.Nonce!) ? Nonce
            : !IsHash(claims, credential) ? Hash
            : registered.Validity.CheckAt(at, options.ClockSkew).Reason;
    }

    private static bool IsText(JsonElement claims, ReadOnlySpan<byte> name, string expected) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.ValueEquals(expected);

    // 4.3.1: over the bytes that came, by the hash function of the disclosures.
    private static bool IsHash(JsonElement claims, SdJwtCredential credential)
    {
        if (!claims.TryGetProperty("sd_hash"u8, out var value) || value.ValueKind is not JsonValueKind.String || credential.Hash is not { } hash)
        {
            return false;
        }

        Span<byte> stated = stackalloc byte[SdJwtHash.LongestDigest];
        Span<byte> computed = stackalloc byte[SdJwtHash.LongestDigest];
        var text = JsonText.Utf8Of(value);
        hash.Compute(credential.Parts.Bound.Span, computed);
        return text.Length == hash.TextLength
            && StrictBase64Url.TryDecode(text, stated, out var written)
            && CryptographicOperations.FixedTimeEquals(stated[..written], computed[..hash.Length]);
    }
}
