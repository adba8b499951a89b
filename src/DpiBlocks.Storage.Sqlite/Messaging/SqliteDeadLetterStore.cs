using System.Collections.Immutable;
using DpiBlocks.Messaging;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Keeps in SQLite the messages that were given up.</summary>
/// <param name="database">The database.</param>
public sealed class SqliteDeadLetterStore(SqliteDatabase database) : IDeadLetterStore
{
    private const string Columns =
        "SELECT shard, sequence, tenant, id, destination, content_type, content, at, dead_at, attempts, code, reason FROM dead_letter";

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<DeadLetter>> ListAsync(DeadLetter? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return ValueTask.FromResult(database.Scan(session => Read(session.Query(
            Columns + " WHERE (dead_at, shard, sequence) > ($1, $2, $3) ORDER BY dead_at, shard, sequence LIMIT $4",
            after?.DeadAt.UtcTicks ?? -1, after?.Message.Shard.ToByteArray() ?? [], after?.Sequence ?? 0, limit))));
    }

    /// <inheritdoc/>
    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Scan(session => Read(session.Query(Columns + " WHERE id = $1", id.ToByteArray(bigEndian: true)))).FirstOrDefault());

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> RetryAsync(DeadLetter letter, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(letter.Message.Shard, effects, session => PutBack(session, letter) ? effects : null, cancellationToken);
        return outcome;
    }

    private bool PutBack(SqliteSession session, DeadLetter letter)
    {
        var shard = letter.Message.Shard.ToByteArray();
        var now = database.Now.UtcTicks;
        session.Execute(
            """
            INSERT INTO outbox (shard, sequence, tenant, id, destination, content_type, content, at)
            SELECT $1, sequence, tenant, id, destination, content_type, content, $3 FROM dead_letter WHERE shard = $1 AND sequence = $2
            """,
            shard, letter.Sequence, now);
        if (session.Execute("DELETE FROM dead_letter WHERE shard = $1 AND sequence = $2", shard, letter.Sequence) == 0)
        {
            return false;
        }

        // It stands first now: what held the shard back holds it back no longer. A dispatcher that is at work there keeps its lease.
        session.Execute(
            """
            INSERT INTO outbox_due (shard, due_at, since) VALUES ($1, $2, $2)
            ON CONFLICT (shard) DO UPDATE SET due_at = excluded.due_at, attempts = 0 WHERE lease IS NULL
            """,
            shard, now);
        return true;
    }

    private static ImmutableArray<DeadLetter> Read(SqliteDataReader rows)
    {
        using (rows)
        {
            var letters = ImmutableArray.CreateBuilder<DeadLetter>();
            while (rows.Read())
            {
                letters.Add(new DeadLetter(
                    SqliteOutboxStore.ReadMessage(rows),
                    rows.GetInt64(1),
                    new DateTimeOffset(rows.GetInt64(7), TimeSpan.Zero),
                    new DateTimeOffset(rows.GetInt64(8), TimeSpan.Zero),
                    rows.GetInt32(9),
                    new Refusal(rows.GetString(10), rows.GetString(11))));
            }

            return letters.ToImmutable();
        }
    }
}
