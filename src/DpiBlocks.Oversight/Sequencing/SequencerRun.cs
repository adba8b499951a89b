namespace DpiBlocks.Oversight;

/// <summary>What a run of the sequencer did.</summary>
/// <param name="Appended">How many entries it took into the log.</param>
/// <param name="Size">How many leaves the log has.</param>
public sealed record SequencerRun(int Appended, long Size)
{
    /// <summary>Gets how often an entry was committed earlier, by its clock, than the one before it on its shard: the clock was set back.</summary>
    public int ClockStepsBack { get; init; }

    /// <summary>Gets why no checkpoint was published; null when one was, or none was needed.</summary>
    public Refusal? Refusal { get; init; }
}
