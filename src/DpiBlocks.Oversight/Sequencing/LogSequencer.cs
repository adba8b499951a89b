using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>Takes entries from the journal into the log, and signs checkpoints. Several may run at once, in several processes: the log has one order.</summary>
/// <remarks>
/// It may be killed anywhere. The log grows in one transaction, which also notes which entries came in; then the journal is told, shard by shard;
/// then the note is removed. Whoever finds a note tells the journal first, and whoever appends must find the log as it read it before it read the
/// journal. So an entry that is in the log is never taken for one that is not.
/// </remarks>
/// <param name="log">The log.</param>
/// <param name="staged">What is committed, and not in the journal yet.</param>
/// <param name="journal">The journal.</param>
/// <param name="store">Where the log is kept.</param>
/// <param name="publisher">Who signs and publishes its checkpoints.</param>
public sealed class LogSequencer(LogName log, IStagedEffects staged, IJournalStore journal, ILogStore store, CheckpointPublisher publisher)
{
    private const int ShardsAtOnce = 256;
    private const int EntriesAtOnce = 1024;
    private const int Rounds = 64;

    /// <summary>Takes in what waits, and publishes a checkpoint if the log has grown.</summary>
    /// <param name="cancellationToken">Gives up between two steps.</param>
    /// <returns>What was done; what is left over is taken by the next run.</returns>
    /// <exception cref="InvalidDataException">A tile of the log is missing from its store.</exception>
    public async ValueTask<SequencerRun> RunAsync(CancellationToken cancellationToken = default)
    {
        var (appended, back) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var split = await staged.SplitAsync(ShardsAtOnce, cancellationToken);
            if (await AppendAsync(cancellationToken) is not { } entries)
            {
                continue;      // another has changed the log in the meantime
            }

            appended += entries.Length;
            back += CountStepsBack(entries);
            if (split == 0 && entries.IsEmpty)
            {
                break;
            }
        }

        var (size, refusal) = await publisher.PublishAsync(cancellationToken);
        return new SequencerRun(appended, size) { ClockStepsBack = back, Refusal = refusal };
    }

    private async ValueTask<ImmutableArray<JournalRow>?> AppendAsync(CancellationToken cancellationToken)
    {
        var state = await store.FindAsync(log.Shard, cancellationToken);
        if (!state.Unmarked.IsEmpty)
        {
            await MarkAsync(state.Version, state.Unmarked, cancellationToken);
            return null;      // the log must be read before the journal
        }

        var rows = await journal.ReadUnsequencedAsync(EntriesAtOnce, cancellationToken);
        if (rows.IsEmpty)
        {
            return rows;
        }

        var edge = await LogEdge.LoadAsync(new StoredTiles(store, log), state.Size, cancellationToken)
            ?? throw new InvalidDataException("A tile of the log is missing from its store.");
        var entries = ImmutableArray.CreateBuilder<SequencedEntry>(rows.Length);
        foreach (var row in rows)
        {
            entries.Add(new SequencedEntry(row.Shard, row.Number, row.Commitment, edge.Size));
            edge.Append(AuditCommitment.ToEntry(row.Commitment));
        }

        var growth = new LogGrowth(state.Version, edge.Size, edge.Changes(), entries.MoveToImmutable());
        if (!await store.TryGrowAsync(log.Shard, growth, cancellationToken))
        {
            return null;
        }

        await MarkAsync(state.Version + 1, growth.Entries, cancellationToken);
        return rows;
    }

    private async ValueTask MarkAsync(long version, ImmutableArray<SequencedEntry> entries, CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var shard in entries.GroupBy(entry => entry.Shard))
        {
            all &= await journal.TryMarkAsync(shard.Key, [.. shard], cancellationToken);
        }

        // An entry that the journal has lost in a power cut is still staged, and gets the same number when it is split again.
        if (all)
        {
            await store.TryForgetUnmarkedAsync(log.Shard, version, cancellationToken);
        }
    }

    private static int CountStepsBack(ImmutableArray<JournalRow> rows)
    {
        var count = 0;
        for (var i = 1; i < rows.Length; i++)
        {
            count += rows[i].Shard == rows[i - 1].Shard && rows[i].At < rows[i - 1].At ? 1 : 0;
        }

        return count;
    }
}
