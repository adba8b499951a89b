using System.Collections.Immutable;
using System.Text;
using DpiBlocks.Messaging;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Keeps in PostgreSQL the messages that were given up.</summary>
/// <param name="database">The database.</param>
public sealed class PostgreSqlDeadLetterStore(PostgreSqlDatabase database) : IDeadLetterStore
{
    private const string Columns =
        "SELECT shard, sequence, tenant, id, destination, content_type, content, at, dead_at, attempts, code, reason FROM dead_letter";

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<DeadLetter>> ListAsync(DeadLetter? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        object[] values = [after?.DeadAt.UtcTicks ?? -1, after?.Message.Shard.ToByteArray() ?? [], after?.Sequence ?? 0, limit];
        return [.. await database.ScanAsync(
            session => session.ReadAsync(
                Columns + " WHERE (dead_at, shard, sequence) > ($1, $2, $3) ORDER BY dead_at, shard, sequence LIMIT $4", values, Read, cancellationToken),
            cancellationToken)];
    }

    /// <inheritdoc/>
    public async ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var found = await database.ScanAsync(session => session.ReadAsync(Columns + " WHERE id = $1", [id], Read, cancellationToken), cancellationToken);
        return found.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> RetryAsync(DeadLetter letter, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(
            letter.Message.Shard, effects, new PostgreSqlSteps(async session => await PutBackAsync(session, letter, cancellationToken) ? effects : null), cancellationToken);
        return outcome;
    }

    private async ValueTask<bool> PutBackAsync(PostgreSqlSession session, DeadLetter letter, CancellationToken cancellationToken)
    {
        var shard = letter.Message.Shard.ToByteArray();
        var now = database.Now.UtcTicks;
        await session.ExecuteAsync(
            """
            INSERT INTO outbox (shard, sequence, tenant, id, destination, content_type, content, at)
            SELECT $1, sequence, tenant, id, destination, content_type, content, $3 FROM dead_letter WHERE shard = $1 AND sequence = $2
            """,
            [shard, letter.Sequence, now],
            cancellationToken);
        if (await session.ExecuteAsync("DELETE FROM dead_letter WHERE shard = $1 AND sequence = $2", [shard, letter.Sequence], cancellationToken) == 0)
        {
            return false;
        }

        // It stands first now: what held the shard back holds it back no longer. A dispatcher that is at work there keeps its lease.
        await session.ExecuteAsync(
            """
            INSERT INTO outbox_due AS due (shard, due_at, since) VALUES ($1, $2, $2)
            ON CONFLICT (shard) DO UPDATE SET due_at = excluded.due_at, attempts = 0 WHERE due.lease IS NULL
            """,
            [shard, now],
            cancellationToken);
        return true;
    }

    private static DeadLetter Read(NpgsqlDataReader row) => new(
        PostgreSqlOutboxStore.ReadMessage(row),
        row.GetInt64(1),
        new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero),
        new DateTimeOffset(row.GetInt64(8), TimeSpan.Zero),
        (int)row.GetInt64(9),
        new Refusal(Encoding.UTF8.GetString((byte[])row[10]), Encoding.UTF8.GetString((byte[])row[11])));
}
