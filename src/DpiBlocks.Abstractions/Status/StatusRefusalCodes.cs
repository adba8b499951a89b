namespace DpiBlocks;

/// <summary>Why the status of a thing was not accepted, whatever publishes it. The codes are stable.</summary>
public static class StatusRefusalCodes
{
    /// <summary>The list, its token, or the reference to it has not the agreed form.</summary>
    public const string Malformed = "status.malformed";

    /// <summary>The status is published by a mechanism that is not known here.</summary>
    public const string MechanismUnknown = "status.mechanism_unknown";
}
