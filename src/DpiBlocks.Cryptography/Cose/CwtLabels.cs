namespace DpiBlocks.Cryptography.Cose;

/// <summary>The numbers of the registered claims (RFC 8392, 4).</summary>
internal static class CwtLabels
{
    public const long Issuer = 1;
    public const long Subject = 2;
    public const long Audience = 3;
    public const long ExpiresAt = 4;
    public const long NotBefore = 5;
    public const long IssuedAt = 6;
    public const long CwtId = 7;
}
