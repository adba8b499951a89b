using System.Collections.Immutable;
using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Keeps requests for approval in SQLite.</summary>
/// <param name="database">The database.</param>
public sealed class SqliteApprovalStore(SqliteDatabase database) : IApprovalStore
{
    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryAddAsync(ApprovalRequest request, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(request.Shard, effects, Add, cancellationToken);
        return outcome;

        Effects? Add(SqliteSession session) => session.Execute(
            "INSERT INTO approval_request (shard, id, tenant, operation, content, requested_by, at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            request.Shard.ToByteArray(), Bytes(request.Id), request.Tenant.Value, request.Operation, request.Content.ToByteArray(), request.RequestedBy.Value, request.At.UtcTicks, request.ExpiresAt.UtcTicks) == 1
            ? effects
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryAddAsync(
        ApprovalRequest request, ApprovalStep taken, Effects effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(taken);
        ArgumentNullException.ThrowIfNull(effects);
        var (outcome, _) = await database.CommitAsync(request.Shard, effects, Add, cancellationToken);
        return outcome;

        Effects? Add(SqliteSession session) =>
            session.Number("SELECT 1 FROM approval_request WHERE shard = $1 AND id = $2", request.Shard.ToByteArray(), Bytes(request.Id)) == 1
            && session.Execute(
                "INSERT INTO approval_step (shard, request, overseer, kind, algorithm, signature) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                request.Shard.ToByteArray(), Bytes(request.Id), taken.Overseer.Value, (int)taken.Kind, taken.Algorithm.Jose, taken.Signature.ToArray()) == 1
                ? effects
                : null;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ApprovalRecord>> ReadAsync(ShardKey shard, int limit, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(database.Read(shard, session =>
            ReadRequests(session, shard, limit).Select(request => new ApprovalRecord(request, ReadSteps(session, request))).ToImmutableArray()));

    private static List<ApprovalRequest> ReadRequests(SqliteSession session, ShardKey shard, int limit)
    {
        var requests = new List<ApprovalRequest>();
        using var rows = session.Query(
            "SELECT id, tenant, operation, content, requested_by, at, expires_at FROM approval_request WHERE shard = $1 ORDER BY at DESC, id DESC LIMIT $2",
            shard.ToByteArray(), limit);
        while (rows.Read())
        {
            requests.Add(new ApprovalRequest(
                new Guid((byte[])rows[0], bigEndian: true),
                TenantId.Parse(rows.GetString(1)),
                rows.GetString(2),
                new Digest((byte[])rows[3]),
                PartyId.Parse(rows.GetString(4)),
                new DateTimeOffset(rows.GetInt64(5), TimeSpan.Zero),
                new DateTimeOffset(rows.GetInt64(6), TimeSpan.Zero)));
        }

        return requests;
    }

    private static ImmutableArray<ApprovalStep> ReadSteps(SqliteSession session, ApprovalRequest request)
    {
        var steps = ImmutableArray.CreateBuilder<ApprovalStep>();
        using var rows = session.Query(
            "SELECT overseer, kind, algorithm, signature FROM approval_step WHERE shard = $1 AND request = $2", request.Shard.ToByteArray(), Bytes(request.Id));
        while (rows.Read())
        {
            steps.Add(new ApprovalStep(
                PartyId.Parse(rows.GetString(0)),
                (ApprovalStepKind)rows.GetInt32(1),
                SignatureAlgorithm.TryFromJose(rows.GetString(2), out var algorithm) ? algorithm : throw new InvalidDataException("The algorithm of a step is not known here."),
                (byte[])rows[3]));
        }

        return steps.ToImmutable();
    }

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}
