namespace DpiBlocks.Oversight;

/// <summary>What a witness has seen last of a log.</summary>
/// <param name="Size">The number of leaves.</param>
/// <param name="Root">The root.</param>
public sealed record WitnessedTree(long Size, Digest Root);

/// <summary>Keeps what a witness has seen, which must outlast everything: a witness that forgets can be deceived.</summary>
public interface IWitnessStore
{
    /// <summary>Finds what was seen last of a log.</summary>
    /// <param name="witness">The witness's own shard.</param>
    /// <param name="origin">The name of the log.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was seen, or null.</returns>
    ValueTask<WitnessedTree?> FindAsync(ShardKey witness, string origin, CancellationToken cancellationToken = default);

    /// <summary>Replaces what was seen last, durably, if it is still what it was: of several simultaneous calls one does it.</summary>
    /// <param name="witness">The witness's own shard.</param>
    /// <param name="origin">The name of the log.</param>
    /// <param name="seen">What was seen last; null for nothing.</param>
    /// <param name="now">What is seen now.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether it is done.</returns>
    ValueTask<bool> TryReplaceAsync(ShardKey witness, string origin, WitnessedTree? seen, WitnessedTree now, CancellationToken cancellationToken = default);
}
