namespace DpiBlocks.Credentials.Hcert;

/// <summary>Why a health certificate was not accepted. The codes are stable.</summary>
public static class HcertRefusalCodes
{
    /// <summary>The text does not begin with <c>HC1:</c>, the one version of the container there is.</summary>
    public const string Prefix = "hcert.prefix";

    /// <summary>The text behind the prefix is not Base45 to its end (RFC 9285).</summary>
    public const string Base45 = "hcert.base45_invalid";

    /// <summary>The text is longer than a QR code can hold, or more comes out of it than is allowed.</summary>
    public const string TooLarge = "hcert.too_large";

    /// <summary>It is not one whole zlib stream, or what is in it is not a health certificate in CBOR.</summary>
    public const string Malformed = "hcert.malformed";

    /// <summary>The certificate in it does not follow the schema of the EU Digital COVID Certificate.</summary>
    public const string Payload = "hcert.payload";

    /// <summary>It has a code that is in none of the code lists, and the verifier was told to refuse that.</summary>
    public const string UnknownCode = "hcert.code_unknown";

    /// <summary>The signer's certificate is limited to another kind of health certificate.</summary>
    public const string KeyUsage = "hcert.eku";

    /// <summary>It names another country as its issuer than the signer's certificate.</summary>
    public const string CountryMismatch = "hcert.country_mismatch";

    /// <summary>What was given as a code list is none.</summary>
    public const string CodeList = "hcert.code_list";
}
