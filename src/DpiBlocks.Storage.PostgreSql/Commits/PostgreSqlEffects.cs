using System.Text;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>The statements that make effects durable with a change: the mark, the journal entries, the messages.</summary>
internal static class PostgreSqlEffects
{
    /// <summary>
    /// Waits for the shard's turn and takes its next numbers, if there is something to number or the change looks before it writes; leaves
    /// the mark, and writes the rest. A mark that is still remembered is an
    /// error, <see cref="PostgreSqlFailure.IsLeftAlready"/>, so that nothing of what was sent with it takes effect.
    /// </summary>
    public static IEnumerable<(string Sql, object[] Values)> Write(ShardKey shard, Effects effects, bool takesTurn, DateTimeOffset now)
    {
        var key = shard.ToByteArray();
        if (takesTurn || effects.Audit.Length + effects.Messages.Length > 0)
        {
            yield return (
                """
                INSERT INTO shard_head AS head (shard, journal, outbox) VALUES ($1, $2, $3)
                ON CONFLICT (shard) DO UPDATE SET journal = head.journal + excluded.journal, outbox = head.outbox + excluded.outbox
                """,
                [key, (long)effects.Audit.Length, (long)effects.Messages.Length]);
        }

        if (effects.Once is { } once)
        {
            // The words become no number: that is the error, and all that the server's log tells of it.
            yield return (
                """
                INSERT INTO once_mark AS mark (shard, scope, name, content, answer, keep_until) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (shard, scope, name) DO UPDATE SET content = excluded.content, answer = excluded.answer,
                    keep_until = coalesce((CASE WHEN mark.keep_until > $7 THEN 'done already' END)::bigint, excluded.keep_until)
                """,
                [key, Bytes(once.Scope), Bytes(once.Value), once.Content.ToByteArray(), once.Answer.ToArray(), once.KeepUntil.UtcTicks, now.UtcTicks]);
        }

        for (var i = 0; i < effects.Audit.Length; i++)
        {
            var entry = effects.Audit[i];
            yield return (
                """
                INSERT INTO journal (shard, number, tenant, at, commitment, opening)
                SELECT $1, head.journal - $2, $3, $4, $5, $6 FROM shard_head AS head WHERE head.shard = $1
                """,
                [key, (long)(effects.Audit.Length - 1 - i), shard.Tenant.Value, now.UtcTicks, entry.Commitment.ToByteArray(), entry.Opening.ToArray()]);
        }

        for (var i = 0; i < effects.Messages.Length; i++)
        {
            var message = effects.Messages[i];
            yield return (
                """
                INSERT INTO outbox (shard, sequence, tenant, id, destination, content_type, content, at)
                SELECT $1, head.outbox - $2, $3, $4, $5, $6, $7, $8 FROM shard_head AS head WHERE head.shard = $1
                """,
                [key, (long)(effects.Messages.Length - 1 - i), shard.Tenant.Value, message.Id, message.Destination.OriginalString, message.ContentType, message.Content.ToArray(), now.UtcTicks]);
        }

        if (effects.Messages.Length > 0)
        {
            // Where something waits already it is not hastened by what comes after it.
            yield return ("INSERT INTO outbox_due (shard, due_at, since) VALUES ($1, $2, $2) ON CONFLICT (shard) DO NOTHING", [key, now.UtcTicks]);
        }
    }

    /// <summary>Writes the answer that was not known when the mark was left.</summary>
    public static (string Sql, object[] Values) Answer(ShardKey shard, OnceKey once) => (
        "UPDATE once_mark SET answer = $4 WHERE shard = $1 AND scope = $2 AND name = $3",
        [shard.ToByteArray(), Bytes(once.Scope), Bytes(once.Value), once.Answer.ToArray()]);

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

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
