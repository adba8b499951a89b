namespace DpiBlocks;

/// <summary>Why a time, or a clock, was not accepted. The codes are stable.</summary>
public static class TimeRefusalCodes
{
    /// <summary>The text is not a date and time of RFC 3339, 5.6, that exists.</summary>
    public const string Malformed = "time.malformed";

    /// <summary>The clock of this machine shows a time that cannot be now, so nothing can be judged by it.</summary>
    public const string ClockUnreliable = "time.clock_unreliable";
}
