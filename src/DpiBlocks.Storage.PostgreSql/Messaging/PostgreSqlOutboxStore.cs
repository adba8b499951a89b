using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using DpiBlocks.Messaging;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Keeps messages in PostgreSQL until they are delivered.</summary>
/// <remarks>
/// A shard with messages has a row in <c>outbox_due</c>. A lease is that row's time moved into the future, and a token; so what a killed
/// dispatcher had leased is due again by itself. The row also says when the first message was committed. Whoever settles holds the shard's turn, as a commit does: no message can come unseen.
/// </remarks>
/// <param name="database">The database.</param>
public sealed class PostgreSqlOutboxStore(PostgreSqlDatabase database) : IOutboxStore
{
    private const int AtOnce = 8;                             // connections that one dispatcher uses to lease
    private const long MaxBytesOfLease = 4 * 1024 * 1024;      // one message is given all the same

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<OutboxLease>> LeaseAsync(int shards, int messages, TimeSpan duration, TimeSpan longestWait, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messages, 1);
        var due = await database.ScanAsync(session => FindDueAsync(session, shards, longestWait, cancellationToken), cancellationToken);
        var leases = ImmutableArray.CreateBuilder<OutboxLease>();
        foreach (var some in due.Chunk(AtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var got = await Task.WhenAll(some.Select(shard => database.TidyAsync(shard, session => LeaseAsync(session, shard, messages, duration, longestWait), CancellationToken.None).AsTask()));
            leases.AddRange(got.OfType<OutboxLease>());
        }

        return leases.ToImmutable();
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(OutboxLease lease, OutboxProgress progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(progress);
        var shard = lease.Shard.ToByteArray();
        return database.TidyAsync(
            shard,
            async session =>
            {
                await session.ReadAsync("SELECT journal FROM shard_head WHERE shard = $1 FOR UPDATE", [shard], _ => true, cancellationToken);
                if (await session.NumberAsync("SELECT due_at FROM outbox_due WHERE shard = $1 AND lease = $2 FOR UPDATE", [shard, lease.Token], cancellationToken) is null)
                {
                    return false;
                }

                await session.SendAsync(Settle(shard, lease, progress), cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<OutboxBacklog> LookAsync(CancellationToken cancellationToken = default) => database.ScanAsync(
        async session => new OutboxBacklog(
            TimeOf(await session.NumberAsync("SELECT coalesce(min(since), -1) FROM outbox_due", [], cancellationToken)),
            TimeOf(await session.NumberAsync("SELECT coalesce(min(due_at), -1) FROM outbox_due", [], cancellationToken))),
        cancellationToken);

    private static DateTimeOffset? TimeOf(long? ticks) => ticks is >= 0 and { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    // What no wait explains was put off by a clock that was wrong.
    private async ValueTask<List<byte[]>> FindDueAsync(PostgreSqlSession session, int limit, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        var due = await session.ReadAsync(
            "SELECT shard FROM outbox_due WHERE due_at <= $1 ORDER BY due_at LIMIT $2", [database.Now.UtcTicks, limit], row => (byte[])row[0], cancellationToken);
        return due.Count == limit
            ? due
            : [.. due, .. await session.ReadAsync(
                "SELECT shard FROM outbox_due WHERE due_at > $1 AND lease IS NULL ORDER BY due_at DESC LIMIT $2",
                [(database.Now + longestWait).UtcTicks, limit - due.Count],
                row => (byte[])row[0],
                cancellationToken)];
    }

    // Null when another was faster.
    private async ValueTask<OutboxLease?> LeaseAsync(PostgreSqlSession session, byte[] shard, int limit, TimeSpan duration, TimeSpan longestWait)
    {
        var (token, until) = (new Guid(RandomNumberGenerator.GetBytes(16)), database.Now + duration);
        var attempts = await session.NumberAsync(
            """
            UPDATE outbox_due SET due_at = $2, lease = $3
            WHERE shard = $1 AND shard IN
                (SELECT shard FROM outbox_due WHERE shard = $1 AND (due_at <= $4 OR (due_at > $5 AND lease IS NULL)) FOR UPDATE SKIP LOCKED)
            RETURNING attempts
            """,
            [shard, until.UtcTicks, token, database.Now.UtcTicks, (database.Now + longestWait).UtcTicks],
            CancellationToken.None);
        if (attempts is null)
        {
            return null;
        }

        // A statement of its own, which sees what the last holder of the lease has settled.
        var messages = await session.ReadAsync(
            "SELECT shard, sequence, tenant, id, destination, content_type, content, at FROM outbox WHERE shard = $1 ORDER BY sequence LIMIT $2",
            [shard, limit],
            row => new LeasedMessage(row.GetInt64(1), new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero), ReadMessage(row)),
            CancellationToken.None);
        return messages is [var first, ..] ? new OutboxLease(first.Message.Shard, token, until, (int)attempts.Value, Bounded(messages)) : null;
    }

    private static ImmutableArray<LeasedMessage> Bounded(List<LeasedMessage> messages)
    {
        var bytes = 0L;
        return [.. messages.TakeWhile(leased => (bytes += leased.Message.Content.Length) == leased.Message.Content.Length || bytes <= MaxBytesOfLease)];
    }

    /// <summary>Reads a message from the columns shard, sequence, tenant, id, destination, content_type, content.</summary>
    internal static OutboxMessage ReadMessage(NpgsqlDataReader row) => new(
        ShardKey.FromByteArray(TenantId.Parse(row.GetString(2)), (byte[])row[0]),
        row.GetGuid(3),
        new Uri(row.GetString(4)),
        row.GetString(5),
        (byte[])row[6]);

    private IEnumerable<(string Sql, object[] Values)> Settle(byte[] shard, OutboxLease lease, OutboxProgress progress)
    {
        // One by one: what was put back by a person meanwhile stands between them.
        if (progress.Delivered > 0)
        {
            yield return Delete(shard, [.. lease.Messages.Take(progress.Delivered).Select(message => message.Sequence)]);
        }

        var attempts = (progress.Delivered > 0 ? 0 : lease.Attempts) + (progress.Failure is null ? 0 : 1);
        if (progress is { IsDead: true, Failure: { } failure })
        {
            var sequence = lease.Messages[progress.Delivered].Sequence;
            yield return (
                """
                INSERT INTO dead_letter (shard, sequence, tenant, id, destination, content_type, content, at, dead_at, attempts, code, reason)
                SELECT $1, sequence, tenant, id, destination, content_type, content, at, $3, $4, $5, $6 FROM outbox WHERE shard = $1 AND sequence = $2
                """,
                [shard, sequence, database.Now.UtcTicks, attempts, Encoding.UTF8.GetBytes(failure.Code), Encoding.UTF8.GetBytes(failure.Message)]);
            yield return Delete(shard, [sequence]);
            attempts = 0;
        }

        yield return ("DELETE FROM outbox_due WHERE shard = $1 AND NOT EXISTS (SELECT sequence FROM outbox WHERE shard = $1)", [shard]);
        yield return (
            """
            UPDATE outbox_due SET due_at = $2, lease = NULL, attempts = $3, since = (SELECT at FROM outbox WHERE shard = $1 ORDER BY sequence LIMIT 1)
            WHERE shard = $1
            """,
            [shard, (progress.DueAt ?? database.Now).UtcTicks, attempts]);
    }

    private static (string Sql, object[] Values) Delete(byte[] shard, long[] sequences) =>
        ("DELETE FROM outbox WHERE shard = $1 AND sequence = ANY ($2)", [shard, sequences]);
}
