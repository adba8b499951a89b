namespace DpiBlocks.Cryptography;

/// <summary>Why text was not accepted as an encoding of bytes. The codes are stable.</summary>
public static class EncodingRefusalCodes
{
    /// <summary>It is not the one base64url text of its bytes (RFC 7515, 2): padding, white space, another letter, or bits left over.</summary>
    public const string Base64Url = "encoding.base64url_noncanonical";
}
