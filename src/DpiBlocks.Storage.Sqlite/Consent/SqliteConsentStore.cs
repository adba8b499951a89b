using System.Collections.Immutable;
using System.Text;
using DpiBlocks.Consent;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Keeps consents in SQLite.</summary>
/// <param name="database">The database.</param>
public sealed partial class SqliteConsentStore(SqliteDatabase database) : IConsentStore
{
    private const string Columns = "SELECT shard, id, tenant, version, hash, state, state_since, expires_at, uses, recent_uses, content FROM consent";

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryPointAsync(TenantId tenant, ConsentId id, ShardKey shard, CancellationToken cancellationToken = default)
    {
        var pointer = ConsentRecord.PointerShard(tenant, id);
        var target = shard.ToByteArray();
        var (outcome, _) = await database.CommitAsync(pointer, Effects.None, Point, cancellationToken);
        return outcome is CommitOutcome.Conflict && await FindShardAsync(tenant, id, cancellationToken) == shard ? CommitOutcome.AlreadyCommitted : outcome;

        Effects? Point(SqliteSession session) =>
            session.Execute("INSERT INTO consent_pointer (shard, target) VALUES ($1, $2) ON CONFLICT DO NOTHING", pointer.ToByteArray(), target) == 1 ? Effects.None : null;
    }

    /// <inheritdoc/>
    public ValueTask<ShardKey?> FindShardAsync(TenantId tenant, ConsentId id, CancellationToken cancellationToken = default)
    {
        var pointer = ConsentRecord.PointerShard(tenant, id);
        return ValueTask.FromResult(database.Read(pointer, session =>
        {
            using var row = session.Query("SELECT target FROM consent_pointer WHERE shard = $1", pointer.ToByteArray());
            return row.Read() ? ShardKey.FromByteArray(tenant, (byte[])row[0]) : (ShardKey?)null;
        }));
    }

    /// <inheritdoc/>
    public ValueTask<ConsentRecord?> FindAsync(ShardKey shard, ConsentId id, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read(shard, session => Read(session.Query(Columns + " WHERE shard = $1 AND id = $2", shard.ToByteArray(), Bytes(id))).FirstOrDefault()));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ConsentRecord>> ListAsync(ShardKey shard, ConsentId? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var last = after is { } id ? Bytes(id) : [];
        return ValueTask.FromResult(database.Read(
            shard, session => Read(session.Query(Columns + " WHERE shard = $1 AND id > $2 ORDER BY id LIMIT $3", shard.ToByteArray(), last, limit))));
    }

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> CommitAsync(ConsentRecord record, long expectedVersion, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedVersion);
        if (record.Version < 1 || record.Version - expectedVersion is not (0 or 1))
        {
            throw new ArgumentException("A consent is written in the version that was read, or in the next.", nameof(record));
        }

        var (outcome, _) = await database.CommitAsync(
            record.Shard, effects, session => Write(session, record, expectedVersion) ? effects : null, cancellationToken);
        return outcome;
    }

    private static bool Write(SqliteSession session, ConsentRecord record, long expectedVersion)
    {
        var (shard, id) = (record.Shard.ToByteArray(), Bytes(record.Id));
        if (expectedVersion == 0)
        {
            return session.Execute(
                """
                INSERT INTO consent (shard, id, tenant, version, hash, state, state_since, expires_at, uses, recent_uses, content)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING
                """,
                shard, id, record.Shard.Tenant.Value, record.Version, record.Hash.ToByteArray(), (int)record.State, record.StateSince.UtcTicks, record.ExpiresAt.UtcTicks,
                record.Uses, record.RecentUsesToByteArray(), record.Content.ToArray()) == 1;
        }

        // What was signed does not change.
        return record.Version == expectedVersion
            ? session.Number("SELECT 1 FROM consent WHERE shard = $1 AND id = $2 AND version = $3 AND hash = $4", shard, id, expectedVersion, record.Hash.ToByteArray()) == 1
            : session.Execute(
                """
                UPDATE consent SET version = $5, state = $6, state_since = $7, uses = $8, recent_uses = $9
                WHERE shard = $1 AND id = $2 AND version = $3 AND hash = $4
                """,
                shard, id, expectedVersion, record.Hash.ToByteArray(), record.Version, (int)record.State, record.StateSince.UtcTicks, record.Uses, record.RecentUsesToByteArray()) == 1;
    }

    private static ImmutableArray<ConsentRecord> Read(SqliteDataReader rows)
    {
        using (rows)
        {
            var records = ImmutableArray.CreateBuilder<ConsentRecord>();
            while (rows.Read())
            {
                records.Add(ReadRow(rows));
            }

            return records.ToImmutable();
        }
    }

    private static ConsentRecord ReadRow(SqliteDataReader row) => new(
        ShardKey.FromByteArray(TenantId.Parse(row.GetString(2)), (byte[])row[0]),
        ConsentId.Parse(Encoding.ASCII.GetString((byte[])row[1])),
        (byte[])row[10])
    {
        Version = row.GetInt64(3),
        Hash = new Digest((byte[])row[4]),
        State = (ConsentState)row.GetInt32(5),
        StateSince = new DateTimeOffset(row.GetInt64(6), TimeSpan.Zero),
        ExpiresAt = new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero),
        Uses = row.GetInt64(8),
        RecentUses = ConsentRecord.RecentUsesFromByteArray((byte[])row[9]),
    };

    private static byte[] Bytes(ConsentId id) => Encoding.ASCII.GetBytes(id.Value);
}
