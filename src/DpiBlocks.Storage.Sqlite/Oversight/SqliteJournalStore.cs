using System.Collections.Immutable;
using DpiBlocks.Oversight;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Keeps the journal in SQLite.</summary>
/// <param name="database">The database.</param>
public sealed partial class SqliteJournalStore(SqliteDatabase database) : IJournalStore
{
    private const string Columns = "SELECT shard, number, tenant, at, commitment, opening, leaf FROM journal";

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> CommitAsync(ShardKey shard, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(shard, effects, _ => effects, cancellationToken);
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JournalRow>> ReadAsync(ShardKey shard, long after, int limit, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read(shard, session => ReadRows(session.Query(
            Columns + " WHERE shard = $1 AND number > $2 ORDER BY number LIMIT $3", shard.ToByteArray(), after, limit))));

    /// <inheritdoc/>
    public ValueTask<JournalRow?> FindLastAsync(ShardKey shard, long size, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read(shard, session => ReadRows(session.Query(
            Columns + " WHERE shard = $1 AND leaf < $2 ORDER BY number DESC LIMIT 1", shard.ToByteArray(), size))).FirstOrDefault());

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> EraseAsync(ShardKey shard, long number, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(
            shard,
            effects,
            session => session.Execute("UPDATE journal SET opening = NULL WHERE shard = $1 AND number = $2 AND opening IS NOT NULL", shard.ToByteArray(), number) == 1 ? effects : null,
            cancellationToken);
        if (outcome is CommitOutcome.Committed)
        {
            await database.EraseAsync();
        }

        return outcome;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryMarkAsync(ShardKey shard, ImmutableArray<SequencedEntry> leaves, CancellationToken cancellationToken = default)
    {
        var all = true;
        await database.CommitAsync(shard, Effects.None, Mark, cancellationToken);
        return all;

        Effects? Mark(SqliteSession session)
        {
            all = true;
            foreach (var entry in leaves)
            {
                all &= session.Execute(
                    "UPDATE journal SET leaf = $4 WHERE shard = $1 AND number = $2 AND commitment = $3 AND (leaf IS NULL OR leaf = $4)",
                    shard.ToByteArray(), entry.Number, entry.Commitment.ToByteArray(), entry.Leaf) == 1;
            }

            return Effects.None;
        }
    }

    private static ImmutableArray<JournalRow> ReadRows(SqliteDataReader rows)
    {
        using (rows)
        {
            var read = ImmutableArray.CreateBuilder<JournalRow>();
            while (rows.Read())
            {
                var shard = ShardKey.FromByteArray(TenantId.Parse(rows.GetString(2)), (byte[])rows[0]);
                read.Add(new JournalRow(shard, rows.GetInt64(1), new DateTimeOffset(rows.GetInt64(3), TimeSpan.Zero), new Digest((byte[])rows[4]))
                {
                    Opening = rows.IsDBNull(5) ? default(ReadOnlyMemory<byte>?) : (byte[])rows[5],
                    Leaf = rows.IsDBNull(6) ? null : rows.GetInt64(6),
                });
            }

            return read.ToImmutable();
        }
    }
}
