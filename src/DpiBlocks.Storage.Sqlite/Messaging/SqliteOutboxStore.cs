using System.Collections.Immutable;
using System.Security.Cryptography;
using DpiBlocks.Messaging;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Keeps messages in SQLite until they are delivered.</summary>
/// <remarks>
/// A shard with messages has a row in <c>outbox_due</c>. A lease is that row's time moved into the future, and a token; so what a killed
/// dispatcher had leased is due again by itself. The row also says when the first message was committed.
/// </remarks>
/// <param name="database">The database.</param>
public sealed class SqliteOutboxStore(SqliteDatabase database) : IOutboxStore
{
    private const long MaxBytesOfLease = 4 * 1024 * 1024;      // one message is given all the same

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<OutboxLease>> LeaseAsync(int shards, int messages, TimeSpan duration, TimeSpan longestWait, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messages, 1);
        var leases = ImmutableArray.CreateBuilder<OutboxLease>();
        foreach (var shard in database.Scan(session => FindDue(session, shards, longestWait)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            OutboxLease? lease = null;
            await database.TidyAsync(shard, session => lease = Lease(session, shard, messages, duration, longestWait), cancellationToken);
            if (lease is not null)
            {
                leases.Add(lease);
            }
        }

        return leases.ToImmutable();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SettleAsync(OutboxLease lease, OutboxProgress progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(progress);
        var settled = false;
        await database.TidyAsync(lease.Shard.ToByteArray(), session => settled = Settle(session, lease, progress), cancellationToken);
        return settled;
    }

    /// <inheritdoc/>
    public ValueTask<OutboxBacklog> LookAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(database.Scan(session => new OutboxBacklog(
        TimeOf(session.Number("SELECT coalesce(min(since), -1) FROM outbox_due")), TimeOf(session.Number("SELECT coalesce(min(due_at), -1) FROM outbox_due")))));

    private static DateTimeOffset? TimeOf(long? ticks) => ticks is >= 0 and { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    // What no wait explains was put off by a clock that was wrong.
    private List<byte[]> FindDue(SqliteSession session, int limit, TimeSpan longestWait)
    {
        var due = Shards(session.Query("SELECT shard FROM outbox_due WHERE due_at <= $1 ORDER BY due_at LIMIT $2", database.Now.UtcTicks, limit));
        return due.Count == limit
            ? due
            : [.. due, .. Shards(session.Query(
                "SELECT shard FROM outbox_due WHERE due_at > $1 AND lease IS NULL ORDER BY due_at DESC LIMIT $2", (database.Now + longestWait).UtcTicks, limit - due.Count))];
    }

    private static List<byte[]> Shards(SqliteDataReader rows)
    {
        using var read = rows;
        var shards = new List<byte[]>();
        while (rows.Read())
        {
            shards.Add((byte[])rows[0]);
        }

        return shards;
    }

    // Null when another was faster.
    private OutboxLease? Lease(SqliteSession session, byte[] shard, int limit, TimeSpan duration, TimeSpan longestWait)
    {
        var (token, until) = (RandomNumberGenerator.GetBytes(16), database.Now + duration);
        if (session.Execute(
            "UPDATE outbox_due SET due_at = $2, lease = $3 WHERE shard = $1 AND (due_at <= $4 OR (due_at > $5 AND lease IS NULL))",
            shard, until.UtcTicks, token, database.Now.UtcTicks, (database.Now + longestWait).UtcTicks) == 0)
        {
            return null;
        }

        var messages = ReadMessages(session, shard, limit);
        if (messages.IsEmpty)
        {
            session.Execute("DELETE FROM outbox_due WHERE shard = $1", shard);
            return null;
        }

        var attempts = (int)session.Number("SELECT attempts FROM outbox_due WHERE shard = $1", shard)!.Value;
        return new OutboxLease(messages[0].Message.Shard, new Guid(token, bigEndian: true), until, attempts, messages);
    }

    private static ImmutableArray<LeasedMessage> ReadMessages(SqliteSession session, byte[] shard, int limit)
    {
        using var rows = session.Query(
            "SELECT shard, sequence, tenant, id, destination, content_type, content, at FROM outbox WHERE shard = $1 ORDER BY sequence LIMIT $2", shard, limit);
        var messages = ImmutableArray.CreateBuilder<LeasedMessage>();
        for (var bytes = 0L; bytes < MaxBytesOfLease && rows.Read();)
        {
            var message = ReadMessage(rows);
            messages.Add(new LeasedMessage(rows.GetInt64(1), new DateTimeOffset(rows.GetInt64(7), TimeSpan.Zero), message));
            bytes += message.Content.Length;
        }

        return messages.ToImmutable();
    }

    /// <summary>Reads a message from the columns shard, sequence, tenant, id, destination, content_type, content.</summary>
    internal static OutboxMessage ReadMessage(SqliteDataReader row) => new(
        ShardKey.FromByteArray(TenantId.Parse(row.GetString(2)), (byte[])row[0]),
        new Guid((byte[])row[3], bigEndian: true),
        new Uri(row.GetString(4)),
        row.GetString(5),
        (byte[])row[6]);

    private bool Settle(SqliteSession session, OutboxLease lease, OutboxProgress progress)
    {
        var shard = lease.Shard.ToByteArray();
        if (session.Number("SELECT 1 FROM outbox_due WHERE shard = $1 AND lease = $2", shard, lease.Token.ToByteArray(bigEndian: true)) is null)
        {
            return false;
        }

        // One by one: what was put back by a person meanwhile stands between them.
        foreach (var delivered in lease.Messages.Take(progress.Delivered))
        {
            Delete(session, shard, delivered.Sequence);
        }

        var attempts = (progress.Delivered > 0 ? 0 : lease.Attempts) + (progress.Failure is null ? 0 : 1);
        if (progress is { IsDead: true, Failure: { } failure })
        {
            var sequence = lease.Messages[progress.Delivered].Sequence;
            session.Execute(
                """
                INSERT INTO dead_letter (shard, sequence, tenant, id, destination, content_type, content, at, dead_at, attempts, code, reason)
                SELECT $1, sequence, tenant, id, destination, content_type, content, at, $3, $4, $5, $6 FROM outbox WHERE shard = $1 AND sequence = $2
                """,
                shard, sequence, database.Now.UtcTicks, attempts, failure.Code, failure.Message);
            Delete(session, shard, sequence);
            attempts = 0;
        }

        if (session.Number("SELECT 1 FROM outbox WHERE shard = $1 LIMIT 1", shard) is null)
        {
            session.Execute("DELETE FROM outbox_due WHERE shard = $1", shard);
        }
        else
        {
            session.Execute(
                """
                UPDATE outbox_due SET due_at = $2, lease = NULL, attempts = $3, since = (SELECT at FROM outbox WHERE shard = $1 ORDER BY sequence LIMIT 1)
                WHERE shard = $1
                """,
                shard, (progress.DueAt ?? database.Now).UtcTicks, attempts);
        }

        return true;
    }

    private static void Delete(SqliteSession session, byte[] shard, long sequence) =>
        session.Execute("DELETE FROM outbox WHERE shard = $1 AND sequence = $2", shard, sequence);
}
