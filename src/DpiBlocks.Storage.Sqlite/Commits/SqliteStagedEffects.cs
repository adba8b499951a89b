using System.Security.Cryptography;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Splits staged effects into the journal and the outbox.</summary>
/// <remarks>It need not wait for the disk: what a power cut takes back is still staged.</remarks>
/// <param name="database">The database.</param>
public sealed class SqliteStagedEffects(SqliteDatabase database) : IStagedEffects
{
    private const int RowsAtOnce = 256;

    /// <inheritdoc/>
    public async ValueTask<int> SplitAsync(int limit, CancellationToken cancellationToken = default)
    {
        var shards = database.Scan(session => Find(session, limit));
        foreach (var shard in shards)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await database.TidyAsync(shard, session => Split(session, shard, database.Now), cancellationToken);
        }

        await database.PurgeAsync(cancellationToken);
        var forgotten = database.Scan(session => FindForgotten(session, limit));
        foreach (var shard in forgotten)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await database.TidyAsync(
                shard, session => session.Execute("DELETE FROM once_mark WHERE shard = $1 AND keep_until <= $2", shard, database.Now.UtcTicks), cancellationToken);
        }

        return shards.Count + forgotten.Count;
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken = default)
    {
        database.ThrowIfLost();      // what waits then waits for ever
        var ticks = database.Scan(session => session.Number("SELECT coalesce(min(at), -1) FROM staged_effects"));
        return ValueTask.FromResult<DateTimeOffset?>(ticks is >= 0 and { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null);
    }

    // From a place by chance, once around: no shard waits behind the others however much there is.
    private static List<byte[]> Find(SqliteSession session, int limit)
    {
        var from = RandomNumberGenerator.GetBytes(ShardKey.Length);
        var shards = Shards(session.Query("SELECT DISTINCT shard FROM staged_effects WHERE shard >= $1 ORDER BY shard LIMIT $2", from, limit));
        return shards.Count == limit
            ? shards
            : [.. shards, .. Shards(session.Query("SELECT DISTINCT shard FROM staged_effects WHERE shard < $1 ORDER BY shard LIMIT $2", from, limit - shards.Count))];
    }

    private List<byte[]> FindForgotten(SqliteSession session, int limit) =>
        Shards(session.Query("SELECT DISTINCT shard FROM once_mark WHERE keep_until <= $1 LIMIT $2", database.Now.UtcTicks, limit));

    private static List<byte[]> Shards(Microsoft.Data.Sqlite.SqliteDataReader rows)
    {
        using (rows)
        {
            var shards = new List<byte[]>();
            while (rows.Read())
            {
                shards.Add((byte[])rows[0]);
            }

            return shards;
        }
    }

    // Several processes may do this at once: each shard is split in one transaction, and what another has split is no longer there.
    private static void Split(SqliteSession session, byte[] shard, DateTimeOffset now)
    {
        var number = session.Number("SELECT coalesce(max(number), 0) FROM journal WHERE shard = $1", shard)!.Value;
        var sequence = session.Number("SELECT coalesce(max(sequence), 0) FROM outbox_head WHERE shard = $1", shard)!.Value;
        var before = sequence;
        var staged = ReadStaged(session, shard);
        foreach (var (_, at, row) in staged)
        {
            foreach (var (commitment, opening) in row.Entries)
            {
                session.Execute(
                    "INSERT INTO journal (shard, number, tenant, at, commitment, opening) VALUES ($1, $2, $3, $4, $5, $6)",
                    shard, ++number, row.Tenant, at, commitment, opening);
            }

            foreach (var message in row.Messages)
            {
                session.Execute(
                    "INSERT INTO outbox (shard, sequence, tenant, id, destination, content_type, content, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    shard, ++sequence, row.Tenant, message.Id, message.Destination, message.ContentType, message.Content, at);
            }
        }

        if (sequence > before)
        {
            session.Execute(
                "INSERT INTO outbox_head (shard, sequence) VALUES ($1, $2) ON CONFLICT (shard) DO UPDATE SET sequence = excluded.sequence", shard, sequence);

            // Where something waits already it is not hastened by what comes after it.
            session.Execute(
                "INSERT INTO outbox_due (shard, due_at, since) VALUES ($1, $2, $3) ON CONFLICT (shard) DO NOTHING",
                shard, now.UtcTicks, staged.First(item => item.Row.Messages.Length > 0).At);
        }

        if (staged.Count > 0)
        {
            session.Execute("DELETE FROM staged_effects WHERE shard = $1 AND sequence <= $2", shard, staged[^1].Sequence);
        }
    }

    private static List<(long Sequence, long At, StagedRow Row)> ReadStaged(SqliteSession session, byte[] shard)
    {
        var staged = new List<(long, long, StagedRow)>();
        using var rows = session.Query("SELECT sequence, at, content FROM staged_effects WHERE shard = $1 ORDER BY sequence LIMIT $2", shard, RowsAtOnce);
        while (rows.Read())
        {
            staged.Add((rows.GetInt64(0), rows.GetInt64(1), StagedRow.Decode((byte[])rows[2])));
        }

        return staged;
    }
}
