using System.Collections.Immutable;
using System.Text;
using DpiBlocks.Consent;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Keeps consents in PostgreSQL.</summary>
/// <param name="database">The database.</param>
public sealed partial class PostgreSqlConsentStore(PostgreSqlDatabase database) : IConsentStore
{
    private const string Columns = "SELECT shard, id, tenant, version, hash, state, state_since, expires_at, uses, recent_uses, content FROM consent";

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryPointAsync(TenantId tenant, ConsentId id, ShardKey shard, CancellationToken cancellationToken = default)
    {
        var pointer = ConsentRecord.PointerShard(tenant, id);
        var point = new PostgreSqlInsert("INSERT INTO consent_pointer (shard, target) VALUES ($1, $2)", [pointer.ToByteArray(), shard.ToByteArray()]);
        var (outcome, _) = await database.CommitAsync(pointer, Effects.None, point, cancellationToken);
        return outcome is CommitOutcome.Conflict && await FindShardAsync(tenant, id, cancellationToken) == shard ? CommitOutcome.AlreadyCommitted : outcome;
    }

    /// <inheritdoc/>
    public async ValueTask<ShardKey?> FindShardAsync(TenantId tenant, ConsentId id, CancellationToken cancellationToken = default)
    {
        var pointer = ConsentRecord.PointerShard(tenant, id);
        var found = await database.ReadAsync(
            pointer,
            session => session.ReadAsync<ShardKey?>(
                "SELECT target FROM consent_pointer WHERE shard = $1", [pointer.ToByteArray()], row => ShardKey.FromByteArray(tenant, (byte[])row[0]), cancellationToken),
            cancellationToken);
        return found.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async ValueTask<ConsentRecord?> FindAsync(ShardKey shard, ConsentId id, CancellationToken cancellationToken = default)
    {
        var found = await database.ReadAsync(
            shard, session => session.ReadAsync(Columns + " WHERE shard = $1 AND id = $2", [shard.ToByteArray(), Bytes(id)], ReadRow, cancellationToken), cancellationToken);
        return found.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ConsentRecord>> ListAsync(ShardKey shard, ConsentId? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var last = after is { } id ? Bytes(id) : [];
        return [.. await database.ReadAsync(
            shard,
            session => session.ReadAsync(Columns + " WHERE shard = $1 AND id > $2 ORDER BY id LIMIT $3", [shard.ToByteArray(), last, limit], ReadRow, cancellationToken),
            cancellationToken)];
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

        var (outcome, _) = await database.CommitAsync(record.Shard, effects, expectedVersion == 0 ? Insert(record) : Update(record, expectedVersion), cancellationToken);
        return outcome;
    }

    private static PostgreSqlInsert Insert(ConsentRecord record) => new(
        """
        INSERT INTO consent (shard, id, tenant, version, hash, state, state_since, expires_at, uses, recent_uses, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        [
            record.Shard.ToByteArray(), Bytes(record.Id), record.Shard.Tenant.Value, record.Version, record.Hash.ToByteArray(), (short)record.State,
            record.StateSince.UtcTicks, record.ExpiresAt.UtcTicks, record.Uses, record.RecentUsesToByteArray(), record.Content.ToArray(),
        ]);

    // What was signed does not change.
    private static PostgreSqlUpdate Update(ConsentRecord record, long expectedVersion)
    {
        var (shard, id, hash) = (record.Shard.ToByteArray(), Bytes(record.Id), record.Hash.ToByteArray());
        var stands = new PostgreSqlUpdate("consent WHERE shard = $1 AND id = $2 AND version = $3 AND hash = $4", [shard, id, expectedVersion, hash]);
        return record.Version == expectedVersion ? stands : stands with
        {
            Then = (
                "UPDATE consent SET version = $3, state = $4, state_since = $5, uses = $6, recent_uses = $7 WHERE shard = $1 AND id = $2",
                [shard, id, record.Version, (short)record.State, record.StateSince.UtcTicks, record.Uses, record.RecentUsesToByteArray()]),
        };
    }

    private static ConsentRecord ReadRow(NpgsqlDataReader row) => new(
        ShardKey.FromByteArray(TenantId.Parse(row.GetString(2)), (byte[])row[0]),
        ConsentId.Parse(Encoding.ASCII.GetString((byte[])row[1])),
        (byte[])row[10])
    {
        Version = row.GetInt64(3),
        Hash = new Digest((byte[])row[4]),
        State = (ConsentState)row.GetInt16(5),
        StateSince = new DateTimeOffset(row.GetInt64(6), TimeSpan.Zero),
        ExpiresAt = new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero),
        Uses = row.GetInt64(8),
        RecentUses = ConsentRecord.RecentUsesFromByteArray((byte[])row[9]),
    };

    private static byte[] Bytes(ConsentId id) => Encoding.ASCII.GetBytes(id.Value);
}
