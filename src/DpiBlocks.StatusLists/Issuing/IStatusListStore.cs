using System.Collections.Immutable;

namespace DpiBlocks.StatusLists;

/// <summary>Where status lists last. Every list is one shard (<see cref="StatusListDefinition.ShardOf"/>).</summary>
/// <remarks>
/// <para>Whoever stores must draw a place uniformly from those not given out, and never slow down as they grow few. SQLite does it by a
/// Fisher-Yates shuffle that is kept sparsely: of the free places numbered 0 to n - 1 one is drawn, the last one takes its number, and
/// only what moved is written down. So each draw costs a few rows, needs no key that would give the order away, and the last entry is
/// found as fast as the first.</para>
/// <para>A place whose status is set before it was given out is given out by that; so nobody is handed a revoked one, and revoked
/// decoys can be strewn in.</para>
/// </remarks>
public interface IStatusListStore
{
    /// <summary>Creates a list, every entry valid and free.</summary>
    /// <param name="shard">The list's shard.</param>
    /// <param name="list">What it is.</param>
    /// <param name="effects">What becomes durable with it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How it ended; a conflict when there is one already.</returns>
    ValueTask<CommitOutcome> TryCreateAsync(ShardKey shard, StatusListDefinition list, Effects effects, CancellationToken cancellationToken = default);

    /// <summary>Finds what a list is.</summary>
    /// <param name="shard">The list's shard.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The definition, or null.</returns>
    ValueTask<StatusListDefinition?> FindAsync(ShardKey shard, CancellationToken cancellationToken = default);

    /// <summary>Gives out a place, durably and never again.</summary>
    /// <param name="shard">The list's shard.</param>
    /// <param name="index">The place wanted; null to have one drawn.</param>
    /// <param name="effects">What becomes durable with it. A mark without an answer gets the place as its answer: 8 bytes, big-endian.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How it ended, and the place.</returns>
    ValueTask<StatusAllocation> AllocateAsync(ShardKey shard, long? index, Effects effects, CancellationToken cancellationToken = default);

    /// <summary>Reads the status of some entries.</summary>
    /// <param name="shard">The list's shard.</param>
    /// <param name="indices">The indices.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The statuses, in the same order; valid for what was never set.</returns>
    ValueTask<ImmutableArray<StatusValue>> ReadAsync(ShardKey shard, ImmutableArray<long> indices, CancellationToken cancellationToken = default);

    /// <summary>Changes the status of some entries, all or none.</summary>
    /// <param name="shard">The list's shard.</param>
    /// <param name="changes">The changes, each of another entry of the list.</param>
    /// <param name="effects">What becomes durable with them.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How it ended; a conflict when an entry is no longer what it was read to be, or there is no such list.</returns>
    ValueTask<CommitOutcome> TrySetAsync(ShardKey shard, ImmutableArray<StatusChange> changes, Effects effects, CancellationToken cancellationToken = default);

    /// <summary>Reads a whole list, for its publication.</summary>
    /// <param name="shard">The list's shard.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The list, or null.</returns>
    ValueTask<StatusListSnapshot?> ReadAsync(ShardKey shard, CancellationToken cancellationToken = default);
}
