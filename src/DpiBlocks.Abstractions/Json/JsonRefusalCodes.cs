namespace DpiBlocks;

/// <summary>Why text was not accepted as JSON. The codes are stable.</summary>
public static class JsonRefusalCodes
{
    /// <summary>It is not one JSON text (RFC 8259).</summary>
    public const string Malformed = "json.malformed";

    /// <summary>An object has two members of the same name, however escaped (RFC 7493, 2.3).</summary>
    public const string DuplicateMember = "json.duplicate_member";

    /// <summary>It is nested deeper than the limit.</summary>
    public const string TooDeep = "json.too_deep";

    /// <summary>It is longer, or has more members or items, than the limit.</summary>
    public const string TooLarge = "json.too_large";

    /// <summary>A string is not Unicode: bad UTF-8, half of a surrogate pair, or U+0000 in a member's name (RFC 7493, 2.1).</summary>
    public const string InvalidString = "json.invalid_string";
}
