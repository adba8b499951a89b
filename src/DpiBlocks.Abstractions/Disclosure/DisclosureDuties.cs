namespace DpiBlocks;

/// <summary>Duties of a recipient that several blocks know (<see cref="DisclosureDecision.Duties"/>). The codes are stable.</summary>
public static class DisclosureDuties
{
    /// <summary>To look at the data and keep nothing.</summary>
    public const string ViewOnly = "view-only";

    /// <summary>To ask questions of the data, which are answered without handing it out: a record is never the answer.</summary>
    public const string QueryOnly = "query-only";
}
