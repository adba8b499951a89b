namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Nothing is staged here: sent together, a row for each effect costs little, and has its place at once. Marks are forgotten.</summary>
/// <param name="database">The database.</param>
public sealed class PostgreSqlStagedEffects(PostgreSqlDatabase database) : IStagedEffects
{
    /// <inheritdoc/>
    public async ValueTask<int> SplitAsync(int limit, CancellationToken cancellationToken = default)
    {
        var now = database.Now.UtcTicks;
        var shards = await database.ScanAsync(
            session => session.ReadAsync("SELECT DISTINCT shard FROM once_mark WHERE keep_until <= $1 LIMIT $2", [now, limit], row => (byte[])row[0], cancellationToken),
            cancellationToken);
        foreach (var shard in shards)
        {
            await database.TidyAsync(
                shard, session => session.ExecuteAsync("DELETE FROM once_mark WHERE shard = $1 AND keep_until <= $2", [shard, now], cancellationToken), cancellationToken);
        }

        return shards.Count;
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<DateTimeOffset?>(null);
}
