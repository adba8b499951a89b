namespace DpiBlocks.Cryptography.Cose;

/// <summary>Why bytes were not accepted as a COSE message or key. The codes are stable.</summary>
public static class CoseRefusalCodes
{
    /// <summary>It is CBOR, but not of the form of a COSE message (RFC 9052, 2 to 4), or a header has the wrong type.</summary>
    public const string Malformed = "cose.malformed";

    /// <summary>It is another kind of message, or it is tagged otherwise than is agreed, or its <c>typ</c> is another (RFC 9596).</summary>
    public const string WrongType = "cose.wrong_type";

    /// <summary>The protected header names no algorithm, or one that is not allowed here.</summary>
    public const string AlgorithmNotAllowed = "cose.alg_not_allowed";

    /// <summary>A header that must be understood is not, or <c>crit</c> itself is not as it must be (RFC 9052, 3.1).</summary>
    public const string CriticalUnsupported = "cose.crit_unsupported";

    /// <summary>The same header stands in the protected and the unprotected map (RFC 9052, 3).</summary>
    public const string DuplicateLabel = "cose.duplicate_label";

    /// <summary>There is no payload, or there are two: one inside the message and one beside it.</summary>
    public const string PayloadAmbiguous = "cose.payload_ambiguous";

    /// <summary>The certificates sent along are not a chain, end entity first (RFC 9360, 2).</summary>
    public const string CertificatesInvalid = "cose.certificates_invalid";

    /// <summary>The COSE_Key is not a public key that may verify here (RFC 9053, 7).</summary>
    public const string KeyInvalid = "cose.key_invalid";
}
