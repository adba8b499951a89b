namespace DpiBlocks.Cryptography.Cose;

/// <summary>Why bytes were not accepted as the claims of a CBOR Web Token. The codes are stable.</summary>
public static class CwtRefusalCodes
{
    /// <summary>They are CBOR, but not a map of claims (RFC 8392, 1.1).</summary>
    public const string Malformed = "cwt.malformed";

    /// <summary>A registered claim has the wrong type or a time that is none (RFC 8392, 3.1).</summary>
    public const string ClaimType = "cwt.claim_type";

    /// <summary>A claim that must be there is missing.</summary>
    public const string ClaimMissing = "cwt.claim_missing";
}
