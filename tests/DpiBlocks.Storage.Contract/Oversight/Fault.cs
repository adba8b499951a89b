using System.Collections.Immutable;
using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Contract;

/// <summary>Kills a process at its n-th place: before a call of a store, or after it, when it has done its work but nobody has heard of it.</summary>
internal sealed class Fault(int place)
{
    private int _left = place;

    public IStagedEffects Of(IStagedEffects staged) => new Staged(this, staged);

    public IJournalStore Of(IJournalStore journal) => new Journal(this, journal);

    public ILogStore Of(ILogStore log) => new Log(this, log);

    private async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call)
    {
        Pass();
        var result = await call();
        Pass();
        return result;
    }

    private void Pass()
    {
        if (--_left == 0)
        {
            throw new KilledException();
        }
    }

    internal sealed class KilledException : Exception;

    private sealed class Staged(Fault fault, IStagedEffects inner) : IStagedEffects
    {
        public ValueTask<int> SplitAsync(int limit, CancellationToken cancellationToken = default) => fault.RunAsync(() => inner.SplitAsync(limit, cancellationToken));

        public ValueTask<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken = default) => fault.RunAsync(() => inner.OldestAsync(cancellationToken));
    }

    private sealed class Journal(Fault fault, IJournalStore inner) : IJournalStore
    {
        public ValueTask<CommitOutcome> CommitAsync(ShardKey shard, Effects effects, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.CommitAsync(shard, effects, cancellationToken));

        public ValueTask<ImmutableArray<JournalRow>> ReadAsync(ShardKey shard, long after, int limit, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.ReadAsync(shard, after, limit, cancellationToken));

        public ValueTask<JournalRow?> FindLastAsync(ShardKey shard, long size, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.FindLastAsync(shard, size, cancellationToken));

        public ValueTask<CommitOutcome> EraseAsync(ShardKey shard, long number, Effects effects, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.EraseAsync(shard, number, effects, cancellationToken));

        public ValueTask<ImmutableArray<JournalRow>> ReadUnsequencedAsync(int limit, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.ReadUnsequencedAsync(limit, cancellationToken));

        public ValueTask<DateTimeOffset?> FindOldestUnsequencedAsync(CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.FindOldestUnsequencedAsync(cancellationToken));

        public ValueTask<bool> TryMarkAsync(ShardKey shard, ImmutableArray<SequencedEntry> leaves, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.TryMarkAsync(shard, leaves, cancellationToken));
    }

    private sealed class Log(Fault fault, ILogStore inner) : ILogStore
    {
        public ValueTask<LogState> FindAsync(ShardKey log, CancellationToken cancellationToken = default) => fault.RunAsync(() => inner.FindAsync(log, cancellationToken));

        public ValueTask<bool> TryGrowAsync(ShardKey log, LogGrowth growth, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.TryGrowAsync(log, growth, cancellationToken));

        public ValueTask<bool> TryForgetUnmarkedAsync(ShardKey log, long version, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.TryForgetUnmarkedAsync(log, version, cancellationToken));

        public ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(ShardKey log, Tile tile, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.ReadTileAsync(log, tile, cancellationToken));

        public ValueTask<ReadOnlyMemory<byte>?> FindCheckpointAsync(ShardKey log, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.FindCheckpointAsync(log, cancellationToken));

        public ValueTask<bool> TryPublishAsync(ShardKey log, long size, ReadOnlyMemory<byte> note, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.TryPublishAsync(log, size, note, cancellationToken));

        public ValueTask<bool> TryReplaceCheckpointAsync(
            ShardKey log, ReadOnlyMemory<byte> published, ReadOnlyMemory<byte> note, CancellationToken cancellationToken = default) =>
            fault.RunAsync(() => inner.TryReplaceCheckpointAsync(log, published, note, cancellationToken));
    }
}
