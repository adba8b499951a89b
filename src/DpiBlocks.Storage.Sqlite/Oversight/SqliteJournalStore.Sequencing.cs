using System.Collections.Immutable;
using System.Security.Cryptography;
using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Sqlite;

/// <content>What the sequencer asks of all shards.</content>
public sealed partial class SqliteJournalStore
{
    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JournalRow>> ReadUnsequencedAsync(int limit, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Scan(session =>
        {
            // From a place by chance, once around: no shard waits behind the others however much there is.
            var from = RandomNumberGenerator.GetBytes(ShardKey.Length);
            var rows = ReadRows(session.Query(Columns + " WHERE leaf IS NULL AND shard >= $1 ORDER BY shard, number LIMIT $2", from, limit));
            return rows.Length == limit
                ? rows
                : rows.AddRange(ReadRows(session.Query(Columns + " WHERE leaf IS NULL AND shard < $1 ORDER BY shard, number LIMIT $2", from, limit - rows.Length)));
        }));

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> FindOldestUnsequencedAsync(CancellationToken cancellationToken = default)
    {
        var ticks = database.Scan(session => session.Number("SELECT coalesce(min(at), -1) FROM journal WHERE leaf IS NULL"));
        return ValueTask.FromResult<DateTimeOffset?>(ticks is >= 0 and { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null);
    }
}
