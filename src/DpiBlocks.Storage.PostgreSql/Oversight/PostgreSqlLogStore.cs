using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Keeps logs in PostgreSQL.</summary>
/// <param name="database">The database.</param>
public sealed class PostgreSqlLogStore(PostgreSqlDatabase database) : ILogStore
{
    /// <inheritdoc/>
    public ValueTask<LogState> FindAsync(ShardKey log, CancellationToken cancellationToken = default) => database.ReadAsync(
        log,
        async session =>
        {
            var found = await session.ReadAsync(
                "SELECT version, size FROM log WHERE shard = $1", [log.ToByteArray()], row => (Version: row.GetInt64(0), Size: row.GetInt64(1)), cancellationToken);
            if (found.Count == 0)
            {
                return LogState.Empty;
            }

            var unmarked = await session.ReadAsync(
                "SELECT tenant, entry_shard, number, commitment, leaf FROM log_unmarked WHERE shard = $1 ORDER BY leaf",
                [log.ToByteArray()],
                row => new SequencedEntry(
                    ShardKey.FromByteArray(TenantId.Parse(row.GetString(0)), (byte[])row[1]), row.GetInt64(2), new Digest((byte[])row[3]), row.GetInt64(4)),
                cancellationToken);
            return new LogState(found[0].Version, found[0].Size, [.. unmarked]);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> TryGrowAsync(ShardKey log, LogGrowth growth, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(growth);
        return ChangeAsync(log, growth.Version, session => session.SendAsync(Statements(), cancellationToken), cancellationToken);

        IEnumerable<(string, object[])> Statements()
        {
            yield return ("UPDATE log SET size = $2 WHERE shard = $1", [log.ToByteArray(), growth.Size]);
            foreach (var (tile, content) in growth.Tiles)
            {
                yield return (
                    "INSERT INTO log_tile (shard, level, place, content) VALUES ($1, $2, $3, $4) ON CONFLICT (shard, level, place) DO UPDATE SET content = $4",
                    [log.ToByteArray(), tile.Level, tile.Index, content.ToArray()]);
            }

            foreach (var entry in growth.Entries)
            {
                yield return (
                    "INSERT INTO log_unmarked (shard, leaf, tenant, entry_shard, number, commitment) VALUES ($1, $2, $3, $4, $5, $6)",
                    [log.ToByteArray(), entry.Leaf, entry.Shard.Tenant.Value, entry.Shard.ToByteArray(), entry.Number, entry.Commitment.ToByteArray()]);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryForgetUnmarkedAsync(ShardKey log, long version, CancellationToken cancellationToken = default) => ChangeAsync(
        log, version, session => session.SendAsync([("DELETE FROM log_unmarked WHERE shard = $1", [log.ToByteArray()])], cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(ShardKey log, Tile tile, CancellationToken cancellationToken = default) => FindBytesAsync(
        log, "SELECT content FROM log_tile WHERE shard = $1 AND level = $2 AND place = $3", [log.ToByteArray(), tile.Level, tile.Index], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> FindCheckpointAsync(ShardKey log, CancellationToken cancellationToken = default) =>
        FindBytesAsync(log, "SELECT note FROM log_checkpoint WHERE shard = $1", [log.ToByteArray()], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> TryPublishAsync(ShardKey log, long size, ReadOnlyMemory<byte> note, CancellationToken cancellationToken = default)
    {
        var (outcome, _) = await database.CommitAsync(log, Effects.None, new PostgreSqlSteps(PublishAsync), cancellationToken);
        return outcome is CommitOutcome.Committed;

        async ValueTask<Effects?> PublishAsync(PostgreSqlSession session) => await session.ExecuteAsync(
            "INSERT INTO log_checkpoint AS c (shard, size, note) VALUES ($1, $2, $3) ON CONFLICT (shard) DO UPDATE SET size = $2, note = $3 WHERE c.size < $2",
            [log.ToByteArray(), size, note.ToArray()],
            cancellationToken) == 1
            ? Effects.None
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryReplaceCheckpointAsync(
        ShardKey log, ReadOnlyMemory<byte> published, ReadOnlyMemory<byte> note, CancellationToken cancellationToken = default)
    {
        var (outcome, _) = await database.CommitAsync(log, Effects.None, new PostgreSqlSteps(ReplaceAsync), cancellationToken);
        return outcome is CommitOutcome.Committed;

        async ValueTask<Effects?> ReplaceAsync(PostgreSqlSession session) => await session.ExecuteAsync(
            "UPDATE log_checkpoint SET note = $3 WHERE shard = $1 AND note = $2", [log.ToByteArray(), published.ToArray(), note.ToArray()], cancellationToken) == 1
            ? Effects.None
            : null;
    }

    private ValueTask<ReadOnlyMemory<byte>?> FindBytesAsync(ShardKey log, string sql, object[] values, CancellationToken cancellationToken) => database.ReadAsync<ReadOnlyMemory<byte>?>(
        log,
        async session => await session.ReadAsync(sql, values, row => (byte[])row[0], cancellationToken) is [var content] ? content : default(ReadOnlyMemory<byte>?),
        cancellationToken);

    private async ValueTask<bool> ChangeAsync(
        ShardKey log, long version, Func<PostgreSqlSession, ValueTask> changeAsync, CancellationToken cancellationToken)
    {
        var (outcome, _) = await database.CommitAsync(log, Effects.None, new PostgreSqlSteps(ChangeAsync), cancellationToken);
        return outcome is CommitOutcome.Committed;

        async ValueTask<Effects?> ChangeAsync(PostgreSqlSession session)
        {
            await session.ExecuteAsync("INSERT INTO log (shard, version, size) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING", [log.ToByteArray()], cancellationToken);
            if (await session.ExecuteAsync("UPDATE log SET version = version + 1 WHERE shard = $1 AND version = $2", [log.ToByteArray(), version], cancellationToken) != 1)
            {
                return null;
            }

            await changeAsync(session);
            return Effects.None;
        }
    }
}
