namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Why an SD-JWT was not accepted (RFC 9901, 7). The codes are stable.</summary>
public static class SdJwtRefusalCodes
{
    /// <summary>It has not the form of an SD-JWT, or digests stand where none may (4.1, 4.2.4).</summary>
    public const string Malformed = "sdjwt.malformed";

    /// <summary>It is longer than is allowed.</summary>
    public const string TooLarge = "sdjwt.too_large";

    /// <summary>It has more disclosures than are allowed: 500.</summary>
    public const string TooManyDisclosures = "sdjwt.too_many_disclosures";

    /// <summary>Disclosures within disclosures, or what they make up, are nested deeper than is allowed.</summary>
    public const string TooDeep = "sdjwt.too_deep";

    /// <summary>The hash function of its digests (<c>_sd_alg</c>) is not allowed here (7.1, step 2.d).</summary>
    public const string HashNotAllowed = "sdjwt.hash_not_allowed";

    /// <summary>No digest refers to a disclosure that came with it (7.1, step 5).</summary>
    public const string DisclosureUnreferenced = "sdjwt.disclosure_unreferenced";

    /// <summary>A disclosure is not the JSON array that it must be at its place (7.1, steps 3.c.ii.1 and 3.c.iii.1).</summary>
    public const string DisclosureMalformed = "sdjwt.disclosure_malformed";

    /// <summary>The same digest, or the same disclosure, occurs twice (7.1, step 4).</summary>
    public const string DigestDuplicate = "sdjwt.digest_duplicate";

    /// <summary>A disclosure names a claim <c>_sd</c>, <c>_sd_alg</c> or <c>...</c> (7.1, step 3.c.ii.2).</summary>
    public const string ReservedClaim = "sdjwt.reserved_claim";

    /// <summary>A disclosure names a claim that is there already (7.1, step 3.c.ii.3).</summary>
    public const string ClaimCollision = "sdjwt.claim_collision";

    /// <summary>A disclosure brings a claim that must stand in the clear, such as <c>exp</c> (SD-JWT VC, 2.2.2.2).</summary>
    public const string NotDisclosable = "sdjwt.not_disclosable";

    /// <summary>It is bound to a holder, and the proof of holding the key is missing (7.3, step 2).</summary>
    public const string KeyBindingRequired = "sdjwt.kb_required";

    /// <summary>It comes with a key binding where none may be: as issued to a holder (7.2), or without a key to check it by.</summary>
    public const string KeyBindingUnexpected = "sdjwt.kb_unexpected";

    /// <summary>The holder's key is missing, is not in <c>cnf.jwk</c>, or cannot be used (7.3, step 5.a).</summary>
    public const string KeyBindingKey = "sdjwt.kb_key";

    /// <summary>The key binding is not signed by the holder's key (7.3, step 5.c).</summary>
    public const string KeyBindingSignature = "sdjwt.kb_signature";

    /// <summary>The key binding was made for somebody else (7.3, step 5.f).</summary>
    public const string KeyBindingAudience = "sdjwt.kb_audience";

    /// <summary>The key binding answers another challenge (7.3, step 5.f).</summary>
    public const string KeyBindingNonce = "sdjwt.kb_nonce";

    /// <summary>The key binding was made for other disclosures or another credential (7.3, step 5.g).</summary>
    public const string KeyBindingHash = "sdjwt.kb_sd_hash";

    /// <summary>The key binding does not say when it was made, or was made too long ago, or in the future (7.3, step 5.e).</summary>
    public const string KeyBindingIssuedAt = "sdjwt.kb_iat";

    /// <summary>A path to a claim is not a JSON pointer.</summary>
    public const string PathMalformed = "sdjwt.path_malformed";

    /// <summary>A path leads to no claim of what is to be issued or presented.</summary>
    public const string PathNotFound = "sdjwt.path_not_found";
}
