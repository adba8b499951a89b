namespace DpiBlocks.Cryptography;

/// <summary>Why a certificate was not accepted. The codes are stable.</summary>
public static class X509RefusalCodes
{
    /// <summary>The bytes are not one X.509 certificate (RFC 5280, 4.1), or are longer than 64 KiB.</summary>
    public const string Malformed = "x509.malformed";

    /// <summary>The certificates lead to none of the stated anchors.</summary>
    public const string Untrusted = "x509.untrusted";

    /// <summary>
    /// The certificates do not form a valid path (RFC 5280, 6). The fact <c>reason</c> says which rule was broken: <c>order</c>,
    /// <c>length</c>, <c>duplicate_certificate</c>, <c>not_a_ca</c>, <c>ca_as_leaf</c>, <c>path_length</c>, <c>key_usage</c>,
    /// <c>name_constraints</c>, <c>critical_extension</c>, <c>signature</c>, <c>weak_signature</c>, <c>signature_algorithm</c>,
    /// <c>expired</c>, <c>not_yet_valid</c>, <c>key</c>.
    /// </summary>
    public const string ChainInvalid = "x509.chain_invalid";

    /// <summary>The certificate that signed has ended.</summary>
    public const string Expired = "x509.expired";

    /// <summary>The certificate that signed has not begun.</summary>
    public const string NotYetValid = "x509.not_yet_valid";

    /// <summary>The certificate that signed is not for this use (extended key usage, RFC 5280, 4.2.1.12).</summary>
    public const string ExtendedKeyUsage = "x509.eku";
}
