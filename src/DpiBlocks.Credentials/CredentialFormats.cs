namespace DpiBlocks.Credentials;

/// <summary>The names of the formats, as <see cref="Credential.Format"/> gives them. They are stable.</summary>
public static class CredentialFormats
{
    /// <summary>SD-JWT VC: the media type <c>application/dc+sd-jwt</c> (draft-ietf-oauth-sd-jwt-vc, 2.1).</summary>
    public const string SdJwtVc = "dc+sd-jwt";

    /// <summary>The electronic health certificate behind a QR code that begins with <c>HC1:</c>.</summary>
    public const string Hcert = "hcert";
}
