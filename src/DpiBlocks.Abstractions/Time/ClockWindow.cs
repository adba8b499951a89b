namespace DpiBlocks;

/// <summary>Between which times the clock of this machine can be believed. A verifier reads the clock through it, once per verdict.</summary>
/// <remarks>
/// A machine whose battery is flat wakes in 1970 or 2000, and finds nothing expired. A host that knows more than this library says so:
/// a border post sets the day its software was installed, a test the day it plays on.
/// </remarks>
public sealed record ClockWindow
{
    private static readonly Check Believed = Check.Passed(CheckName);

    private static readonly Check Disbelieved =
        Check.NotChecked(CheckName, TimeRefusalCodes.ClockUnreliable, "The clock of this machine shows a time that cannot be now.");

    /// <summary>The name of the check: <c>clock</c>.</summary>
    public const string CheckName = "clock";

    /// <summary>Initializes a new instance of the <see cref="ClockWindow"/> class.</summary>
    /// <param name="earliest">The first believable time.</param>
    /// <param name="latest">The last believable time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last is before the first.</exception>
    public ClockWindow(DateTimeOffset earliest, DateTimeOffset latest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latest, earliest);
        (Earliest, Latest) = (earliest, latest);
    }

    /// <summary>Gets the window of a host that says nothing: from 2020, before which none of these formats was in use, to 2100.</summary>
    public static ClockWindow Default { get; } =
        new(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Gets the first believable time.</summary>
    public DateTimeOffset Earliest { get; }

    /// <summary>Gets the last believable time.</summary>
    public DateTimeOffset Latest { get; }

    /// <summary>Says whether the clock can be believed. To be added with <see cref="VerdictBuilder.Demand"/>: no policy can mend a clock.</summary>
    /// <param name="now">What the clock shows.</param>
    /// <returns>The check <c>clock</c>: passed, or not checked with <see cref="TimeRefusalCodes.ClockUnreliable"/>.</returns>
    public Check CheckAt(DateTimeOffset now) => now >= Earliest && now <= Latest ? Believed : Disbelieved;
}
