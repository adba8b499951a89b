using System.Buffers.Binary;
using System.Collections.Immutable;
using DpiBlocks.StatusLists;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Keeps status lists in PostgreSQL.</summary>
/// <param name="database">The database.</param>
public sealed class PostgreSqlStatusListStore(PostgreSqlDatabase database) : IStatusListStore
{
    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryCreateAsync(
        ShardKey shard, StatusListDefinition list, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(effects);
        var create = new PostgreSqlInsert(
            "INSERT INTO status_list (shard, address, bits, count, permanent, free) VALUES ($1, $2, $3, $4, $5, $4)",
            [shard.ToByteArray(), list.Address.OriginalString, list.Bits, list.Count, list.RevocationIsPermanent]);
        var (outcome, _) = await database.CommitAsync(shard, effects, create, cancellationToken);
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<StatusListDefinition?> FindAsync(ShardKey shard, CancellationToken cancellationToken = default) =>
        database.ReadAsync(shard, session => FindAsync(session, shard, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<StatusAllocation> AllocateAsync(
        ShardKey shard, long? index, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effects);
        long? given = null;
        var (outcome, answer) = await database.CommitAsync(shard, effects, new PostgreSqlSteps(AllocateAsync), cancellationToken);
        return outcome switch
        {
            CommitOutcome.Committed => new StatusAllocation(outcome, given),
            CommitOutcome.AlreadyCommitted when answer.Length == sizeof(long) => new StatusAllocation(outcome, BinaryPrimitives.ReadInt64BigEndian(answer.Span)),
            _ => new StatusAllocation(outcome, null),
        };

        async ValueTask<Effects?> AllocateAsync(PostgreSqlSession session)
        {
            var free = new PostgreSqlFreeEntries(session, shard, cancellationToken);
            given = index is { } wanted ? await free.TryTakeAsync(wanted) ? wanted : null : await free.DrawAsync();
            if (given is not { } entry)
            {
                return null;
            }

            await session.ExecuteAsync("INSERT INTO status_entry (shard, entry, value) VALUES ($1, $2, 0)", [shard.ToByteArray(), entry], cancellationToken);
            return effects.Once is { Answer.IsEmpty: true } once ? effects with { Once = once with { Answer = Answer(entry) } } : effects;
        }
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StatusValue>> ReadAsync(
        ShardKey shard, ImmutableArray<long> indices, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            shard,
            async session =>
            {
                var rows = await session.ReadAsync(
                    "SELECT entry, value FROM status_entry WHERE shard = $1 AND entry = ANY ($2)", [shard.ToByteArray(), indices.ToArray()], ReadEntry, cancellationToken);
                var values = rows.ToDictionary();
                return indices.Select(index => values.GetValueOrDefault(index)).ToImmutableArray();
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TrySetAsync(
        ShardKey shard, ImmutableArray<StatusChange> changes, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(shard, effects, new PostgreSqlSteps(SetAllAsync), cancellationToken);
        return outcome;

        async ValueTask<Effects?> SetAllAsync(PostgreSqlSession session)
        {
            foreach (var change in changes)
            {
                if (!await SetAsync(session, shard, change, cancellationToken))
                {
                    return null;
                }
            }

            return effects;
        }
    }

    /// <inheritdoc/>
    public ValueTask<StatusListSnapshot?> ReadAsync(ShardKey shard, CancellationToken cancellationToken = default) =>
        database.ReadAsync(shard, session => ReadListAsync(session, shard, cancellationToken), cancellationToken);

    private static async ValueTask<StatusListDefinition?> FindAsync(PostgreSqlSession session, ShardKey shard, CancellationToken cancellationToken)
    {
        var found = await session.ReadAsync(
            "SELECT address, bits, count, permanent FROM status_list WHERE shard = $1",
            [shard.ToByteArray()],
            row => new StatusListDefinition(new Uri(row.GetString(0)))
            {
                Bits = row.GetInt32(1),
                Count = row.GetInt32(2),
                RevocationIsPermanent = row.GetBoolean(3),
            },
            cancellationToken);
        return found.Count == 1 ? found[0] : null;
    }

    private static KeyValuePair<long, StatusValue> ReadEntry(Npgsql.NpgsqlDataReader row) => new(row.GetInt64(0), new StatusValue((byte)row.GetInt16(1)));

    private static async ValueTask<bool> SetAsync(PostgreSqlSession session, ShardKey shard, StatusChange change, CancellationToken cancellationToken)
    {
        if (await session.ExecuteAsync(
            "UPDATE status_entry SET value = $3 WHERE shard = $1 AND entry = $2 AND value = $4",
            [shard.ToByteArray(), change.Index, (short)change.To.Value, (short)change.From.Value],
            cancellationToken) == 1)
        {
            return true;
        }

        // Not given out yet: it is so by this, lest somebody be handed a revoked one.
        return change.From == StatusValue.Valid
            && await new PostgreSqlFreeEntries(session, shard, cancellationToken).TryTakeAsync(change.Index)
            && await session.ExecuteAsync(
                "INSERT INTO status_entry (shard, entry, value) VALUES ($1, $2, $3)", [shard.ToByteArray(), change.Index, (short)change.To.Value], cancellationToken) == 1;
    }

    private static async ValueTask<StatusListSnapshot?> ReadListAsync(PostgreSqlSession session, ShardKey shard, CancellationToken cancellationToken)
    {
        if (await FindAsync(session, shard, cancellationToken) is not { } definition)
        {
            return null;
        }

        var list = new StatusListBuilder(definition.Bits, definition.Count);
        await session.ReadAsync(
            "SELECT entry, value FROM status_entry WHERE shard = $1 AND value <> 0",
            [shard.ToByteArray()],
            row =>
            {
                var (entry, value) = ReadEntry(row);
                list.Set(entry, value);
                return entry;
            },
            cancellationToken);
        return new StatusListSnapshot(definition, list.Build());
    }

    private static byte[] Answer(long entry)
    {
        var answer = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(answer, entry);
        return answer;
    }
}
