namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Why the metadata of a JWT VC issuer gave no key (SD-JWT VC, 3). The codes are stable.</summary>
public static class IssuerMetadataRefusalCodes
{
    /// <summary>The issuer is not an https address without query and fragment, or the key is stated by a certificate, so that its metadata says nothing.</summary>
    public const string NotApplicable = "issuer.metadata_not_applicable";

    /// <summary>The metadata, or the key set that it names, could not be had.</summary>
    public const string Unavailable = "issuer.metadata_unavailable";

    /// <summary>The metadata is that of another issuer (3.3).</summary>
    public const string Mismatch = "issuer.metadata_mismatch";

    /// <summary>The metadata is not of the form that it must have: it names no key set, or two (3.2).</summary>
    public const string Malformed = "issuer.metadata_malformed";

    /// <summary>The metadata has no usable key of that name.</summary>
    public const string KeyNotFound = "issuer.key_not_found";
}
