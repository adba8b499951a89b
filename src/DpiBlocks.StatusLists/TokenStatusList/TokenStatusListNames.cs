namespace DpiBlocks.StatusLists;

/// <summary>The names that Token Status List (draft-ietf-oauth-status-list) defines.</summary>
internal static class TokenStatusListNames
{
    public const string Mechanism = "status_list";
}
