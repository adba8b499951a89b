using System.Formats.Cbor;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Writes what becomes durable with a change: the mark, and one staged row for all else.</summary>
/// <remarks>One row, because a row for each effect costs a third of the write rate; sequencer and dispatcher split it later.</remarks>
internal static class SqliteEffects
{
    public static void ThrowIfElsewhere(ShardKey shard, Effects effects)
    {
        foreach (var entry in effects.Audit)
        {
            if (entry.Shard != shard)
            {
                throw new ArgumentException("A change and its log entries lie on one shard: no transaction touches two.", nameof(effects));
            }
        }
    }

    /// <summary>Finds a mark that is still remembered.</summary>
    public static OnceKey? FindMark(SqliteSession session, ShardKey shard, string scope, string name, DateTimeOffset now)
    {
        using var row = session.Query(
            "SELECT content, answer, keep_until FROM once_mark WHERE shard = $1 AND scope = $2 AND name = $3 AND keep_until > $4",
            shard.ToByteArray(), scope, name, now.UtcTicks);
        return row.Read()
            ? new OnceKey(scope, name, new Digest((byte[])row[0]), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero)) { Answer = (byte[])row[1] }
            : null;
    }

    public static void Write(SqliteSession session, ShardKey shard, Effects effects, DateTimeOffset now)
    {
        if (effects.Once is { } once)
        {
            WriteMark(session, shard, once, now);
        }

        if (effects.Audit.Length + effects.Messages.Length > 0)
        {
            session.Execute(
                "INSERT INTO staged_effects (shard, sequence, content) SELECT $1, coalesce(max(sequence), 0) + 1, $2 FROM staged_effects WHERE shard = $1",
                shard.ToByteArray(), Encode(effects));
        }
    }

    private static void WriteMark(SqliteSession session, ShardKey shard, OnceKey once, DateTimeOffset now)
    {
        var content = new byte[32];
        once.Content.CopyTo(content);

        // Each new mark takes two forgotten ones along, so that they neither pile up nor need a housekeeper.
        session.Execute(
            "DELETE FROM once_mark WHERE (shard, scope, name) IN (SELECT shard, scope, name FROM once_mark WHERE keep_until <= $1 ORDER BY keep_until LIMIT 2)",
            now.UtcTicks);
        session.Execute(
            "INSERT OR REPLACE INTO once_mark (shard, scope, name, content, answer, keep_until) VALUES ($1, $2, $3, $4, $5, $6)",
            shard.ToByteArray(), once.Scope, once.Value, content, once.Answer.ToArray(), once.KeepUntil.UtcTicks);
    }

    // [1, [[tenant, shard, commitment, opening] …], [[tenant, shard, id, destination, content type, content] …]]
    private static byte[] Encode(Effects effects)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(3);
        writer.WriteInt32(1);
        writer.WriteStartArray(effects.Audit.Length);
        Span<byte> commitment = stackalloc byte[32];
        foreach (var entry in effects.Audit)
        {
            entry.Commitment.CopyTo(commitment);
            writer.WriteStartArray(4);
            writer.WriteTextString(entry.Shard.Tenant.Value);
            writer.WriteByteString(entry.Shard.ToByteArray());
            writer.WriteByteString(commitment);
            writer.WriteByteString(entry.Opening.Span);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray(effects.Messages.Length);
        foreach (var message in effects.Messages)
        {
            writer.WriteStartArray(6);
            writer.WriteTextString(message.Shard.Tenant.Value);
            writer.WriteByteString(message.Shard.ToByteArray());
            writer.WriteByteString(message.Id.ToByteArray(bigEndian: true));
            writer.WriteTextString(message.Destination.OriginalString);
            writer.WriteTextString(message.ContentType);
            writer.WriteByteString(message.Content.Span);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }
}
