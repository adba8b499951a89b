using System.Collections.Immutable;
using System.Security.Cryptography;
using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.PostgreSql;

/// <content>What the sequencer asks of all shards.</content>
public sealed partial class PostgreSqlJournalStore
{
    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JournalRow>> ReadUnsequencedAsync(int limit, CancellationToken cancellationToken = default) => database.ScanAsync(
        async session =>
        {
            // From a place by chance, once around: no shard waits behind the others however much there is.
            var from = RandomNumberGenerator.GetBytes(ShardKey.Length);
            var rows = await ReadRowsAsync(session, Columns + " WHERE leaf IS NULL AND shard >= $1 ORDER BY shard, number LIMIT $2", [from, limit], cancellationToken);
            return rows.Length == limit
                ? rows
                : rows.AddRange(await ReadRowsAsync(session, Columns + " WHERE leaf IS NULL AND shard < $1 ORDER BY shard, number LIMIT $2", [from, limit - rows.Length], cancellationToken));
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> FindOldestUnsequencedAsync(CancellationToken cancellationToken = default)
    {
        var ticks = await database.ScanAsync(session => session.NumberAsync("SELECT min(at) FROM journal WHERE leaf IS NULL", [], cancellationToken), cancellationToken);
        return ticks is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }
}
