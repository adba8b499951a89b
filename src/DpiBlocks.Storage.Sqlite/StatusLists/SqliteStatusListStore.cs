using System.Buffers.Binary;
using System.Collections.Immutable;
using DpiBlocks.StatusLists;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Keeps status lists in SQLite.</summary>
/// <param name="database">The database.</param>
public sealed class SqliteStatusListStore(SqliteDatabase database) : IStatusListStore
{
    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryCreateAsync(
        ShardKey shard, StatusListDefinition list, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(shard, effects, Create, cancellationToken);
        return outcome;

        Effects? Create(SqliteSession session) => session.Execute(
            "INSERT INTO status_list (shard, address, bits, count, permanent, free) VALUES ($1, $2, $3, $4, $5, $4) ON CONFLICT DO NOTHING",
            shard.ToByteArray(), list.Address.OriginalString, list.Bits, list.Count, list.RevocationIsPermanent ? 1 : 0) == 1
            ? effects
            : null;
    }

    /// <inheritdoc/>
    public ValueTask<StatusListDefinition?> FindAsync(ShardKey shard, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read(shard, session => Find(session, shard)));

    /// <inheritdoc/>
    public async ValueTask<StatusAllocation> AllocateAsync(
        ShardKey shard, long? index, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effects);
        long? given = null;
        var (outcome, answer) = await database.CommitAsync(shard, effects, Allocate, cancellationToken);
        return outcome switch
        {
            CommitOutcome.Committed => new StatusAllocation(outcome, given),
            CommitOutcome.AlreadyCommitted when answer.Length == sizeof(long) => new StatusAllocation(outcome, BinaryPrimitives.ReadInt64BigEndian(answer.Span)),
            _ => new StatusAllocation(outcome, null),
        };

        Effects? Allocate(SqliteSession session)
        {
            var free = new SqliteFreeEntries(session, shard);
            given = index is { } wanted ? free.TryTake(wanted) ? wanted : null : free.Draw();
            if (given is not { } entry)
            {
                return null;
            }

            session.Execute("INSERT INTO status_entry (shard, entry, value) VALUES ($1, $2, 0)", shard.ToByteArray(), entry);
            return effects.Once is { Answer.IsEmpty: true } once ? effects with { Once = once with { Answer = Answer(entry) } } : effects;
        }
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StatusValue>> ReadAsync(
        ShardKey shard, ImmutableArray<long> indices, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read(shard, session => indices.Select(index => ReadEntry(session, shard, index)).ToImmutableArray()));

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TrySetAsync(
        ShardKey shard, ImmutableArray<StatusChange> changes, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(shard, effects, session => changes.All(change => Set(session, shard, change)) ? effects : null, cancellationToken);
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<StatusListSnapshot?> ReadAsync(ShardKey shard, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read(shard, session => ReadList(session, shard)));

    private static StatusListDefinition? Find(SqliteSession session, ShardKey shard)
    {
        using var row = session.Query("SELECT address, bits, count, permanent FROM status_list WHERE shard = $1", shard.ToByteArray());
        return row.Read()
            ? new StatusListDefinition(new Uri(row.GetString(0)))
            {
                Bits = row.GetInt32(1),
                Count = row.GetInt32(2),
                RevocationIsPermanent = row.GetInt32(3) == 1,
            }
            : null;
    }

    private static StatusValue ReadEntry(SqliteSession session, ShardKey shard, long index) =>
        new((byte)(session.Number("SELECT value FROM status_entry WHERE shard = $1 AND entry = $2", shard.ToByteArray(), index) ?? 0));

    private static bool Set(SqliteSession session, ShardKey shard, StatusChange change)
    {
        if (session.Execute(
            "UPDATE status_entry SET value = $3 WHERE shard = $1 AND entry = $2 AND value = $4",
            shard.ToByteArray(), change.Index, (int)change.To.Value, (int)change.From.Value) == 1)
        {
            return true;
        }

        // Not given out yet: it is so by this, lest somebody be handed a revoked one.
        return change.From == StatusValue.Valid && new SqliteFreeEntries(session, shard).TryTake(change.Index) && session.Execute(
            "INSERT INTO status_entry (shard, entry, value) VALUES ($1, $2, $3)", shard.ToByteArray(), change.Index, (int)change.To.Value) == 1;
    }

    private static StatusListSnapshot? ReadList(SqliteSession session, ShardKey shard)
    {
        if (Find(session, shard) is not { } definition)
        {
            return null;
        }

        var list = new StatusListBuilder(definition.Bits, definition.Count);
        using var rows = session.Query("SELECT entry, value FROM status_entry WHERE shard = $1 AND value <> 0", shard.ToByteArray());
        while (rows.Read())
        {
            list.Set(rows.GetInt64(0), new StatusValue(rows.GetByte(1)));
        }

        return new StatusListSnapshot(definition, list.Build());
    }

    private static byte[] Answer(long entry)
    {
        var answer = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(answer, entry);
        return answer;
    }
}
