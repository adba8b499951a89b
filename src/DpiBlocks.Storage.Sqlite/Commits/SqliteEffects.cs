namespace DpiBlocks.Storage.Sqlite;

/// <summary>Writes what becomes durable with a change: the mark, and one staged row for all else.</summary>
/// <remarks>One row, because a row for each effect costs a third of the write rate; <see cref="SqliteStagedEffects"/> splits it later.</remarks>
internal static class SqliteEffects
{
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
            WriteMark(session, shard, once);
        }

        if (effects.Audit.Length + effects.Messages.Length > 0)
        {
            session.Execute(
                "INSERT INTO staged_effects (shard, sequence, at, content) SELECT $1, coalesce(max(sequence), 0) + 1, $2, $3 FROM staged_effects WHERE shard = $1",
                shard.ToByteArray(), now.UtcTicks, StagedRow.Encode(shard.Tenant, effects));
        }
    }

    private static void WriteMark(SqliteSession session, ShardKey shard, OnceKey once)
    {
        session.Execute(
            "INSERT OR REPLACE INTO once_mark (shard, scope, name, content, answer, keep_until) VALUES ($1, $2, $3, $4, $5, $6)",
            shard.ToByteArray(), once.Scope, once.Value, once.Content.ToByteArray(), once.Answer.ToArray(), once.KeepUntil.UtcTicks);
    }
}
