namespace DpiBlocks.Oversight;

/// <summary>One entry of the journal: what was committed together with a change, on the shard of that change.</summary>
/// <param name="Shard">Whose history it belongs to.</param>
/// <param name="Number">Its place there: 1, 2, 3 without a gap.</param>
/// <param name="At">When it was committed, by the clock of the process that did.</param>
/// <param name="Commitment">What enters the log.</param>
public sealed record JournalRow(ShardKey Shard, long Number, DateTimeOffset At, Digest Commitment)
{
    /// <summary>Gets the opening of the commitment; null once it has been erased.</summary>
    public ReadOnlyMemory<byte>? Opening { get; init; }

    /// <summary>Gets the index of its leaf in the log; null while it is not there.</summary>
    public long? Leaf { get; init; }
}
