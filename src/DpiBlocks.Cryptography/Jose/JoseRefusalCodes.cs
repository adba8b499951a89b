namespace DpiBlocks.Cryptography.Jose;

/// <summary>Why a JWS, a JWT or a JWE was not accepted. The codes are stable.</summary>
public static class JoseRefusalCodes
{
    /// <summary>It has not the form of the serialization that is expected (RFC 7515, 7; RFC 7516, 7), or a header parameter has another type.</summary>
    public const string Malformed = "jose.malformed";

    /// <summary>It is longer than the limit for its kind.</summary>
    public const string TooLarge = "jose.too_large";

    /// <summary>It is not signed, and only signed ones are read: it is encrypted, which proves nothing about who wrote it.</summary>
    public const string NotSigned = "jose.not_signed";

    /// <summary>It names no algorithm, or one that is not allowed here: <c>none</c>, a symmetric one, an unknown one (RFC 8725, 3.1).</summary>
    public const string AlgorithmNotAllowed = "jose.alg_not_allowed";

    /// <summary>Its <c>typ</c> is another than those expected, or is missing (RFC 8725, 3.11).</summary>
    public const string TypeMismatch = "jose.typ_mismatch";

    /// <summary>It names a critical header parameter that is not understood here (RFC 7515, 4.1.11).</summary>
    public const string CriticalUnsupported = "jose.crit_unsupported";

    /// <summary>Its <c>crit</c> breaks the rules for it (RFC 7515, 4.1.11).</summary>
    public const string CriticalInvalid = "jose.crit_invalid";

    /// <summary>Its payload is unencoded where it must not be, or not as it must be (RFC 7797).</summary>
    public const string UnencodedPayload = "jose.b64_invalid";

    /// <summary>It brings its own key (<c>jwk</c>) where no such key is accepted.</summary>
    public const string UntrustedHeaderKey = "jose.untrusted_header_key";

    /// <summary>It says where its key could be fetched (<c>jku</c>, <c>x5u</c>). Nothing is ever fetched from there.</summary>
    public const string UntrustedHeaderAddress = "jose.untrusted_header_address";

    /// <summary>Its <c>x5c</c> is not a list of one to five certificates in canonical base64 (RFC 7515, 4.1.6).</summary>
    public const string CertificatesInvalid = "jose.x5c_invalid";

    /// <summary>It has header parameters that are not signed, where none may be.</summary>
    public const string UnprotectedHeader = "jose.unprotected_header";

    /// <summary>None of its signatures is by the signer that is demanded, or more than one says so.</summary>
    public const string SignerNotFound = "jose.signer_not_found";

    /// <summary>The key set of the signer could not be obtained.</summary>
    public const string KeysUnavailable = "jwk.set_unavailable";

    /// <summary>A claim that is demanded is missing.</summary>
    public const string ClaimMissing = "jwt.claim_missing";

    /// <summary>A claim has another type, or is out of the range of its type (RFC 7519, 4.1).</summary>
    public const string ClaimType = "jwt.claim_type";

    /// <summary>It is addressed to others, to nobody, or to others as well (RFC 7519, 4.1.3).</summary>
    public const string Audience = "jwt.audience";

    /// <summary>It was issued by another than the one expected.</summary>
    public const string Issuer = "jwt.issuer";

    /// <summary>The key must not be used with the algorithm that the encrypted message names.</summary>
    public const string AlgorithmKeyMismatch = "jose.alg_key_mismatch";

    /// <summary>It has not the form of an encrypted message, or a part of it has a length that it cannot have (RFC 7516, 7).</summary>
    public const string EncryptedMalformed = "jwe.malformed";

    /// <summary>It names no way of the content key that is allowed here: RSA1_5, PBES2 (RFC 8725, 3.2).</summary>
    public const string KeyManagementNotAllowed = "jwe.alg_not_allowed";

    /// <summary>It names no encryption of the content that is allowed here.</summary>
    public const string EncryptionNotAllowed = "jwe.enc_not_allowed";

    /// <summary>Its content is compressed, so that a little of it could become very much.</summary>
    public const string ZipDisabled = "jwe.zip_disabled";

    /// <summary>It could not be decrypted. It is never said why (RFC 7516, 11.5).</summary>
    public const string DecryptionFailed = "jwe.decryption_failed";

    /// <summary>It is not meant for any of the keys at hand.</summary>
    public const string RecipientNotFound = "jwe.recipient_not_found";

    /// <summary>It has more recipients than are allowed.</summary>
    public const string TooManyRecipients = "jwe.too_many_recipients";

    /// <summary>Its content is not a JWT where one must be (RFC 7519, 5.2).</summary>
    public const string NotNested = "jwt.not_nested";
}
