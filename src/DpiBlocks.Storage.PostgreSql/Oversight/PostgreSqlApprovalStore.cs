using System.Collections.Immutable;
using DpiBlocks.Oversight;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Keeps requests for approval in PostgreSQL.</summary>
/// <param name="database">The database.</param>
public sealed class PostgreSqlApprovalStore(PostgreSqlDatabase database) : IApprovalStore
{
    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryAddAsync(ApprovalRequest request, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(effects);
        var add = new PostgreSqlInsert(
            "INSERT INTO approval_request (shard, id, tenant, operation, content, requested_by, at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                request.Shard.ToByteArray(), request.Id, request.Tenant.Value, request.Operation, request.Content.ToByteArray(), request.RequestedBy.Value,
                request.At.UtcTicks, request.ExpiresAt.UtcTicks,
            ]);
        var (outcome, _) = await database.CommitAsync(request.Shard, effects, add, cancellationToken);
        return outcome;
    }

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryAddAsync(
        ApprovalRequest request, ApprovalStep taken, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(taken);
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(request.Shard, effects, new PostgreSqlSteps(AddAsync), cancellationToken);
        return outcome;

        async ValueTask<Effects?> AddAsync(PostgreSqlSession session) =>
            await session.NumberAsync("SELECT count(*) FROM approval_request WHERE shard = $1 AND id = $2", [request.Shard.ToByteArray(), request.Id], cancellationToken) == 1
            && await session.ExecuteAsync(
                "INSERT INTO approval_step (shard, request, overseer, kind, algorithm, signature) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                [request.Shard.ToByteArray(), request.Id, taken.Overseer.Value, (short)taken.Kind, taken.Algorithm.Jose, taken.Signature.ToArray()],
                cancellationToken) == 1
                ? effects
                : null;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ApprovalRecord>> ReadAsync(ShardKey shard, int limit, CancellationToken cancellationToken = default) => database.ReadAsync(
        shard,
        async session =>
        {
            var records = ImmutableArray.CreateBuilder<ApprovalRecord>();
            foreach (var request in await ReadRequestsAsync(session, shard, limit, cancellationToken))
            {
                var steps = await session.ReadAsync(
                    "SELECT overseer, kind, algorithm, signature FROM approval_step WHERE shard = $1 AND request = $2",
                    [shard.ToByteArray(), request.Id],
                    ReadStep,
                    cancellationToken);
                records.Add(new ApprovalRecord(request, [.. steps]));
            }

            return records.ToImmutable();
        },
        cancellationToken);

    private static ValueTask<List<ApprovalRequest>> ReadRequestsAsync(PostgreSqlSession session, ShardKey shard, int limit, CancellationToken cancellationToken) =>
        session.ReadAsync(
            "SELECT id, tenant, operation, content, requested_by, at, expires_at FROM approval_request WHERE shard = $1 ORDER BY at DESC, id DESC LIMIT $2",
            [shard.ToByteArray(), limit],
            row => new ApprovalRequest(
                row.GetGuid(0),
                TenantId.Parse(row.GetString(1)),
                row.GetString(2),
                new Digest((byte[])row[3]),
                PartyId.Parse(row.GetString(4)),
                new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero),
                new DateTimeOffset(row.GetInt64(6), TimeSpan.Zero)),
            cancellationToken);

    private static ApprovalStep ReadStep(NpgsqlDataReader row) => new(
        PartyId.Parse(row.GetString(0)),
        (ApprovalStepKind)row.GetInt16(1),
        SignatureAlgorithm.TryFromJose(row.GetString(2), out var algorithm) ? algorithm : throw new InvalidDataException("The algorithm of a step is not known here."),
        (byte[])row[3]);
}
