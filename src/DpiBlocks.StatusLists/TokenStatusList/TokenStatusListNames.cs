namespace DpiBlocks.StatusLists;

/// <summary>The names and numbers that Token Status List (draft-ietf-oauth-status-list) defines.</summary>
internal static class TokenStatusListNames
{
    public const string JwtType = "statuslist+jwt";                     // 5.1
    public const string CwtType = "statuslist+cwt";
    public const string CwtMediaType = "application/statuslist+cwt";    // 5.2
    public const string AnyExtendedKeyUsage = "2.5.29.37.0";            // RFC 5280, 4.2.1.12
    public const long CwtStatusList = 65533;                            // 5.2
    public const long CwtTimeToLive = 65534;
}
