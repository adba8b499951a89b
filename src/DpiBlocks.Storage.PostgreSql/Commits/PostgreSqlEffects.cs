using System.Text;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>The statements that make effects durable with a change: the mark, the journal entries, the messages.</summary>
internal static class PostgreSqlEffects
{
    /// <summary>Waits for the shard's turn, and gives the numbers up to which this commit goes.</summary>
    public static (string Sql, object[] Values) TakeNumbers(ShardKey shard, Effects effects) => (
        """
        INSERT INTO shard_head AS head (shard, journal, outbox) VALUES ($1, $2, $3)
        ON CONFLICT (shard) DO UPDATE SET journal = head.journal + excluded.journal, outbox = head.outbox + excluded.outbox
        RETURNING journal, outbox
        """,
        [shard.ToByteArray(), (long)effects.Audit.Length, (long)effects.Messages.Length]);

    /// <summary>Leaves a mark; it gives a row when there was none, or none that is still remembered.</summary>
    public static (string Sql, object[] Values) LeaveMark(ShardKey shard, OnceKey once, DateTimeOffset now)
    {
        return (
            """
            INSERT INTO once_mark AS mark (shard, scope, name, content, answer, keep_until) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (shard, scope, name) DO UPDATE SET content = excluded.content, answer = excluded.answer, keep_until = excluded.keep_until
            WHERE mark.keep_until <= $7
            RETURNING 0::bigint, 0::bigint
            """,
            [shard.ToByteArray(), Bytes(once.Scope), Bytes(once.Value), once.Content.ToByteArray(), once.Answer.ToArray(), once.KeepUntil.UtcTicks, now.UtcTicks]);
    }

    /// <summary>Finds a mark that is still remembered.</summary>
    public static async ValueTask<OnceKey?> FindMarkAsync(
        PostgreSqlSession session, ShardKey shard, string scope, string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await session.ReadAsync(
            "SELECT content, answer, keep_until FROM once_mark WHERE shard = $1 AND scope = $2 AND name = $3 AND keep_until > $4",
            [shard.ToByteArray(), Bytes(scope), Bytes(name), now.UtcTicks],
            row => new OnceKey(scope, name, new Digest((byte[])row[0]), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero)) { Answer = (byte[])row[1] },
            cancellationToken);
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>Writes everything that was not known when the transaction began.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="begun">The effects as they were then: their mark is left already.</param>
    /// <param name="effects">The effects as the change gave them back.</param>
    /// <param name="head">The numbers of the last journal entry and the last message.</param>
    /// <param name="now">The time.</param>
    /// <returns>The statements.</returns>
    public static IEnumerable<(string Sql, object[] Values)> Write(ShardKey shard, Effects begun, Effects effects, (long Journal, long Outbox) head, DateTimeOffset now)
    {
        var key = shard.ToByteArray();
        if (effects.Once is { } once && !ReferenceEquals(once, begun.Once))
        {
            yield return ("UPDATE once_mark SET answer = $4 WHERE shard = $1 AND scope = $2 AND name = $3", [key, Bytes(once.Scope), Bytes(once.Value), once.Answer.ToArray()]);
        }

        var number = head.Journal - effects.Audit.Length;
        foreach (var entry in effects.Audit)
        {
            yield return (
                "INSERT INTO journal (shard, number, tenant, at, commitment, opening) VALUES ($1, $2, $3, $4, $5, $6)",
                [key, ++number, shard.Tenant.Value, now.UtcTicks, entry.Commitment.ToByteArray(), entry.Opening.ToArray()]);
        }

        var sequence = head.Outbox - effects.Messages.Length;
        foreach (var message in effects.Messages)
        {
            yield return (
                "INSERT INTO outbox (shard, sequence, tenant, id, destination, content_type, content, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                [key, ++sequence, shard.Tenant.Value, message.Id, message.Destination.OriginalString, message.ContentType, message.Content.ToArray(), now.UtcTicks]);
        }

        if (effects.Messages.Length > 0)
        {
            // Where something waits already it is not hastened by what comes after it.
            yield return ("INSERT INTO outbox_due (shard, due_at, since) VALUES ($1, $2, $2) ON CONFLICT (shard) DO NOTHING", [key, now.UtcTicks]);
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
