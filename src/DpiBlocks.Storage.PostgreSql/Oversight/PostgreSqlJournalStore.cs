using System.Collections.Immutable;
using DpiBlocks.Oversight;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Keeps the journal in PostgreSQL.</summary>
/// <param name="database">The database.</param>
public sealed partial class PostgreSqlJournalStore(PostgreSqlDatabase database) : IJournalStore
{
    private const string Columns = "SELECT shard, number, tenant, at, commitment, opening, leaf FROM journal";

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> CommitAsync(ShardKey shard, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(shard, effects, null, cancellationToken);
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JournalRow>> ReadAsync(ShardKey shard, long after, int limit, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            shard,
            session => ReadRowsAsync(session, Columns + " WHERE shard = $1 AND number > $2 ORDER BY number LIMIT $3", [shard.ToByteArray(), after, limit], cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<JournalRow?> FindLastAsync(ShardKey shard, long size, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync(
            shard,
            session => ReadRowsAsync(session, Columns + " WHERE shard = $1 AND leaf < $2 ORDER BY number DESC LIMIT 1", [shard.ToByteArray(), size], cancellationToken),
            cancellationToken);
        return rows.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> EraseAsync(ShardKey shard, long number, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(shard, effects, new PostgreSqlSteps(EraseAsync), cancellationToken);
        return outcome;

        async ValueTask<Effects?> EraseAsync(PostgreSqlSession session) => await session.ExecuteAsync(
            "UPDATE journal SET opening = NULL WHERE shard = $1 AND number = $2 AND opening IS NOT NULL", [shard.ToByteArray(), number], cancellationToken) == 1
            ? effects
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryMarkAsync(ShardKey shard, ImmutableArray<SequencedEntry> leaves, CancellationToken cancellationToken = default)
    {
        var all = false;
        var (outcome, _) = await database.CommitAsync(shard, Effects.None, new PostgreSqlSteps(MarkAsync), cancellationToken);
        return outcome is CommitOutcome.Committed && all;

        async ValueTask<Effects?> MarkAsync(PostgreSqlSession session)
        {
            all = true;
            foreach (var entry in leaves)
            {
                all &= await session.ExecuteAsync(
                    "UPDATE journal SET leaf = $4 WHERE shard = $1 AND number = $2 AND commitment = $3 AND (leaf IS NULL OR leaf = $4)",
                    [shard.ToByteArray(), entry.Number, entry.Commitment.ToByteArray(), entry.Leaf],
                    cancellationToken) == 1;
            }

            return Effects.None;
        }
    }

    private static async ValueTask<ImmutableArray<JournalRow>> ReadRowsAsync(PostgreSqlSession session, string sql, object[] values, CancellationToken cancellationToken) =>
        [.. await session.ReadAsync(sql, values, ReadRow, cancellationToken)];

    private static JournalRow ReadRow(NpgsqlDataReader row)
    {
        var shard = ShardKey.FromByteArray(TenantId.Parse(row.GetString(2)), (byte[])row[0]);
        return new JournalRow(shard, row.GetInt64(1), new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero), new Digest((byte[])row[4]))
        {
            Opening = row.IsDBNull(5) ? default(ReadOnlyMemory<byte>?) : (byte[])row[5],
            Leaf = row.IsDBNull(6) ? null : row.GetInt64(6),
        };
    }
}
