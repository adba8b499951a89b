using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>How a log is kept.</summary>
public sealed class OversightOptions
{
    /// <summary>Gets or sets the log; it has no default.</summary>
    public required LogName Log { get; set; }

    /// <summary>Gets or sets the key that signs its checkpoints and what it says about histories: Ed25519; it has no default.</summary>
    public required ISigner Signer { get; set; }

    /// <summary>
    /// Gets or sets the witnesses that are shown each checkpoint, all at once: none unless set. They are waited for a quarter of <see cref="MaxDelay"/>,
    /// ten seconds at most; whoever has not signed by then is asked about the same checkpoint again each minute.
    /// </summary>
    public ImmutableArray<NamedWitness> Witnesses { get; set; } = [];

    internal TimeSpan WitnessPatience => TimeSpan.FromTicks(Math.Min(MaxDelay.Ticks / 4, TimeSpan.FromSeconds(10).Ticks));

    /// <summary>Gets or sets the stated delay, past which nothing more is accepted: one minute unless set, from one second to one day.</summary>
    public TimeSpan MaxDelay
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how long the worker rests between two runs: one second unless set, from 10 milliseconds to one hour.</summary>
    public TimeSpan Interval
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMilliseconds(10));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(1);
}
