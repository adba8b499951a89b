namespace DpiBlocks;

/// <summary>
/// What a database has left to do in the background. What is committed with a change may be kept as one row, since a row for each
/// effect would cost a third of the rate of writing; here it is given its place in the journal and the outbox.
/// </summary>
/// <remarks>For background workers: it is the only thing, with their own stores, that looks at more than one shard.</remarks>
public interface IStagedEffects
{
    /// <summary>Gives staged effects their places, shard by shard in the order of their commits, and removes marks that are no longer remembered.</summary>
    /// <param name="limit">How many shards at most.</param>
    /// <param name="cancellationToken">Gives up between two shards.</param>
    /// <returns>How many shards had something staged, and how many something forgotten; 0 when nothing is left.</returns>
    ValueTask<int> SplitAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>Tells since when something has been waiting.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>When the oldest of what is still staged was committed; null when nothing is.</returns>
    ValueTask<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken = default);
}
