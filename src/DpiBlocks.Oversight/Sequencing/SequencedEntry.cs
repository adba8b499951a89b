namespace DpiBlocks.Oversight;

/// <summary>An entry of the journal and its place in the log.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Commitment">Its commitment.</param>
/// <param name="Leaf">The index of its leaf, from 0.</param>
public sealed record SequencedEntry(ShardKey Shard, long Number, Digest Commitment, long Leaf);
