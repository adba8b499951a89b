using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>Keeps the journal. Entries come into it with the changes they tell of (<see cref="Effects.Audit"/>), or alone.</summary>
public interface IJournalStore
{
    /// <summary>Commits effects that accompany no other change. Durable when it returns.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="effects">The effects.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How it ended.</returns>
    ValueTask<CommitOutcome> CommitAsync(ShardKey shard, Effects effects, CancellationToken cancellationToken = default);

    /// <summary>Reads entries of one shard, in the order of their numbers.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="after">The number of the last one already read; 0 for none.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entries.</returns>
    ValueTask<ImmutableArray<JournalRow>> ReadAsync(ShardKey shard, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Finds the last entry of a shard that was in the log when it had some size.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="size">The number of leaves.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entry, or null when none was.</returns>
    ValueTask<JournalRow?> FindLastAsync(ShardKey shard, long size, CancellationToken cancellationToken = default);

    /// <summary>Erases the opening of an entry; its commitment stays.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="number">The number of the entry.</param>
    /// <param name="effects">What becomes durable with it: the entry that tells of the erasure.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Committed; conflict when there is no such entry, or it has been erased before.</returns>
    ValueTask<CommitOutcome> EraseAsync(ShardKey shard, long number, Effects effects, CancellationToken cancellationToken = default);

    /// <summary>Reads entries that are not in the log yet, of any shards: for the sequencer alone.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entries. Those of one shard are its first ones that are not in the log, in the order of their numbers; no shard is always last.</returns>
    ValueTask<ImmutableArray<JournalRow>> ReadUnsequencedAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>Tells since when an entry has been waiting for the log: for the sequencer alone.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>When the oldest one was committed; null when none waits.</returns>
    ValueTask<DateTimeOffset?> FindOldestUnsequencedAsync(CancellationToken cancellationToken = default);

    /// <summary>Notes in which leaves entries of one shard are, durably. To note it again changes nothing.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="leaves">The entries and their leaves, all of that shard.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether all of them are noted; false when an entry is not there.</returns>
    ValueTask<bool> TryMarkAsync(ShardKey shard, ImmutableArray<SequencedEntry> leaves, CancellationToken cancellationToken = default);
}
