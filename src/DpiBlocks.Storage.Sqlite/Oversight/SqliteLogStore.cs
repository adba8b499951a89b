using System.Collections.Immutable;
using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Keeps logs in SQLite.</summary>
/// <param name="database">The database.</param>
public sealed class SqliteLogStore(SqliteDatabase database) : ILogStore
{
    /// <inheritdoc/>
    public ValueTask<LogState> FindAsync(ShardKey log, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read(log, session =>
        {
            using var row = session.Query("SELECT version, size FROM log WHERE shard = $1", log.ToByteArray());
            return row.Read() ? new LogState(row.GetInt64(0), row.GetInt64(1), ReadUnmarked(session, log)) : LogState.Empty;
        }));

    /// <inheritdoc/>
    public ValueTask<bool> TryGrowAsync(ShardKey log, LogGrowth growth, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(growth);
        return ChangeAsync(log, growth.Version, Grow, cancellationToken);

        void Grow(SqliteSession session)
        {
            session.Execute("UPDATE log SET size = $2 WHERE shard = $1", log.ToByteArray(), growth.Size);
            foreach (var (tile, content) in growth.Tiles)
            {
                session.Execute(
                    "INSERT OR REPLACE INTO log_tile (shard, level, place, content) VALUES ($1, $2, $3, $4)", log.ToByteArray(), tile.Level, tile.Index, content.ToArray());
            }

            foreach (var entry in growth.Entries)
            {
                session.Execute(
                    "INSERT INTO log_unmarked (shard, leaf, tenant, entry_shard, number, commitment) VALUES ($1, $2, $3, $4, $5, $6)",
                    log.ToByteArray(), entry.Leaf, entry.Shard.Tenant.Value, entry.Shard.ToByteArray(), entry.Number, entry.Commitment.ToByteArray());
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryForgetUnmarkedAsync(ShardKey log, long version, CancellationToken cancellationToken = default) =>
        ChangeAsync(log, version, session => session.Execute("DELETE FROM log_unmarked WHERE shard = $1", log.ToByteArray()), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(ShardKey log, Tile tile, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read<ReadOnlyMemory<byte>?>(log, session =>
        {
            using var row = session.Query("SELECT content FROM log_tile WHERE shard = $1 AND level = $2 AND place = $3", log.ToByteArray(), tile.Level, tile.Index);
            return row.Read() ? (byte[])row[0] : default(ReadOnlyMemory<byte>?);
        }));

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> FindCheckpointAsync(ShardKey log, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read<ReadOnlyMemory<byte>?>(log, session =>
        {
            using var row = session.Query("SELECT note FROM log_checkpoint WHERE shard = $1", log.ToByteArray());
            return row.Read() ? (byte[])row[0] : default(ReadOnlyMemory<byte>?);
        }));

    /// <inheritdoc/>
    public async ValueTask<bool> TryPublishAsync(ShardKey log, long size, ReadOnlyMemory<byte> note, CancellationToken cancellationToken = default)
    {
        var (outcome, _) = await database.CommitAsync(log, Effects.None, Publish, cancellationToken);
        return outcome is CommitOutcome.Committed;

        Effects? Publish(SqliteSession session) => session.Execute(
            "INSERT INTO log_checkpoint (shard, size, note) VALUES ($1, $2, $3) ON CONFLICT (shard) DO UPDATE SET size = $2, note = $3 WHERE size < $2",
            log.ToByteArray(), size, note.ToArray()) == 1
            ? Effects.None
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryReplaceCheckpointAsync(
        ShardKey log, ReadOnlyMemory<byte> published, ReadOnlyMemory<byte> note, CancellationToken cancellationToken = default)
    {
        var (outcome, _) = await database.CommitAsync(log, Effects.None, Replace, cancellationToken);
        return outcome is CommitOutcome.Committed;

        Effects? Replace(SqliteSession session) =>
            session.Execute("UPDATE log_checkpoint SET note = $3 WHERE shard = $1 AND note = $2", log.ToByteArray(), published.ToArray(), note.ToArray()) == 1
                ? Effects.None
                : null;
    }

    private async ValueTask<bool> ChangeAsync(ShardKey log, long version, Action<SqliteSession> change, CancellationToken cancellationToken)
    {
        var (outcome, _) = await database.CommitAsync(log, Effects.None, Change, cancellationToken);
        return outcome is CommitOutcome.Committed;

        Effects? Change(SqliteSession session)
        {
            session.Execute("INSERT INTO log (shard, version, size) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING", log.ToByteArray());
            if (session.Execute("UPDATE log SET version = version + 1 WHERE shard = $1 AND version = $2", log.ToByteArray(), version) != 1)
            {
                return null;
            }

            change(session);
            return Effects.None;
        }
    }

    private static ImmutableArray<SequencedEntry> ReadUnmarked(SqliteSession session, ShardKey log)
    {
        var entries = ImmutableArray.CreateBuilder<SequencedEntry>();
        using var rows = session.Query("SELECT tenant, entry_shard, number, commitment, leaf FROM log_unmarked WHERE shard = $1 ORDER BY leaf", log.ToByteArray());
        while (rows.Read())
        {
            var shard = ShardKey.FromByteArray(TenantId.Parse(rows.GetString(0)), (byte[])rows[1]);
            entries.Add(new SequencedEntry(shard, rows.GetInt64(2), new Digest((byte[])rows[3]), rows.GetInt64(4)));
        }

        return entries.ToImmutable();
    }
}
