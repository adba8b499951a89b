using System.Collections.Immutable;
using System.Globalization;

namespace DpiBlocks.Oversight;

/// <summary>Approval of sensitive operations by several overseers. Every step is in the log, in the same commit.</summary>
/// <remarks>
/// It says whether enough have agreed, as often as it is asked, until the request expires. Whoever carries out the operation sees to it, by a mark,
/// that it is carried out once.
/// </remarks>
public sealed class ApprovalBook : IApprovalAuthority
{
    private const int Requests = 64;      // of the same operation with the same particulars; older ones are superseded

    private readonly Dictionary<string, ApprovalRule> _rules;
    private readonly IApprovalStore _store;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="ApprovalBook"/> class.</summary>
    /// <param name="rules">Who may approve what; an operation that no rule names is never approved.</param>
    /// <param name="store">The store.</param>
    /// <param name="audit">The log.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">Two rules are for one operation.</exception>
    public ApprovalBook(IEnumerable<ApprovalRule> rules, IApprovalStore store, IAuditLog audit, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = rules.ToDictionary(rule => rule.Operation, StringComparer.Ordinal);
        (_store, _audit, _time) = (store, audit, time);
    }

    /// <summary>Asks for approval.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="content">The hash of all its particulars.</param>
    /// <param name="requestedBy">Who asks.</param>
    /// <param name="lifetime">How long it may be agreed to, and acted upon.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The request; or <c>approval.operation_unknown</c>, <c>approval.lifetime_invalid</c>, <c>approval.outcome_unknown</c>.</returns>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async ValueTask<(ApprovalRequest? Request, Refusal? Refusal)> RequestAsync(
        TenantId tenant, string operation, Digest content, PartyId requestedBy, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        if (!_rules.TryGetValue(operation, out var rule))
        {
            return (null, ApprovalRefusals.OperationUnknown);
        }

        if (lifetime <= TimeSpan.Zero || lifetime > rule.MaxLifetime)
        {
            return (null, ApprovalRefusals.LifetimeInvalid);
        }

        var now = _time.GetUtcNow();
        var request = new ApprovalRequest(Guid.CreateVersion7(now), tenant, operation, content, requestedBy, now, now + lifetime);
        var outcome = await _store.TryAddAsync(request, new Effects { Audit = [Seal(request, "approval.requested", requestedBy)] }, cancellationToken);
        return outcome is CommitOutcome.Committed ? (request, null) : (null, ApprovalRefusals.OutcomeUnknown);
    }

    /// <summary>Takes the step of an overseer.</summary>
    /// <param name="request">The request that was signed.</param>
    /// <param name="step">The signed step.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// Null when it counts and is durable; else <c>approval.operation_unknown</c>, <c>approval.request_unknown</c>, <c>approval.expired</c>,
    /// <c>approval.overseer_unknown</c>, <c>approval.signature_invalid</c>, <c>approval.step_invalid</c> or <c>approval.outcome_unknown</c>.
    /// </returns>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async ValueTask<Refusal?> SignAsync(ApprovalRequest request, ApprovalStep step, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(step);
        if (!_rules.TryGetValue(request.Operation, out var rule))
        {
            return ApprovalRefusals.OperationUnknown;
        }

        // What is signed is what was asked: the request as it is kept, not as it is shown.
        var records = await _store.ReadAsync(request.Shard, Requests, cancellationToken);
        if (records.FirstOrDefault(candidate => candidate.Request.Id == request.Id) is not { } record || record.Request != request)
        {
            return ApprovalRefusals.RequestUnknown;
        }

        var action = step.Kind is ApprovalStepKind.Withdraw ? "approval.withdrawn" : "approval.given";
        if (Judge(rule, record, step) is { } refusal)
        {
            await _audit.AppendAsync(Seal(request, action, step.Overseer, refusal.Code), cancellationToken);
            return refusal;
        }

        return await _store.TryAddAsync(request, step, new Effects { Audit = [Seal(request, action, step.Overseer)] }, cancellationToken) switch
        {
            CommitOutcome.Committed => null,
            CommitOutcome.Conflict => ApprovalRefusals.StepInvalid,      // somebody was quicker with the same step
            _ => ApprovalRefusals.OutcomeUnknown,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<Check>> JudgeAsync(
        TenantId tenant, string operation, Digest content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (!_rules.TryGetValue(operation, out var rule))
        {
            return [Failed(ApprovalRefusals.OperationUnknown)];
        }

        var records = await _store.ReadAsync(ApprovalRequest.ShardOf(tenant, operation, content), Requests, cancellationToken);
        var now = _time.GetUtcNow();
        var open = records.Where(record => now < record.Request.ExpiresAt).ToList();
        if (open.Count == 0)
        {
            return [Failed(records.IsEmpty ? ApprovalRefusals.NotEnough : ApprovalRefusals.Expired)];
        }

        // Agreements to different requests are never added up.
        var agreed = 0;
        foreach (var record in open)
        {
            // Every signature is checked again: a row that somebody put into the store counts for nothing.
            if (record.Request.Tenant != tenant || record.Request.Operation != operation || record.Request.Content != content
                || record.Steps.Any(step => rule.Find(step.Overseer) is { } overseer && !step.IsSignedBy(overseer, record.Request)))
            {
                return [Failed(ApprovalRefusals.SignatureInvalid)];
            }

            agreed = Math.Max(agreed, Agreeing(rule, record).Count());
        }

        var check = agreed >= rule.Required ? Check.Passed(string.Empty) : Failed(ApprovalRefusals.NotEnough);
        return [check with { Facts = check.Facts.Add("required", Text(rule.Required)).Add("agreed", Text(agreed)) }];
    }

    private static IEnumerable<PartyId> Agreeing(ApprovalRule rule, ApprovalRecord record)
    {
        bool Took(PartyId overseer, ApprovalStepKind kind) => record.Steps.Any(step => step.Overseer == overseer && step.Kind == kind);

        return rule.Overseers.Select(overseer => overseer.Id)
            .Where(overseer => Took(overseer, ApprovalStepKind.Approve) && !Took(overseer, ApprovalStepKind.Withdraw));
    }

    private Refusal? Judge(ApprovalRule rule, ApprovalRecord record, ApprovalStep step)
    {
        var taken = record.Steps.Where(earlier => earlier.Overseer == step.Overseer).Select(earlier => earlier.Kind).ToList();
        return _time.GetUtcNow() >= record.Request.ExpiresAt ? ApprovalRefusals.Expired
            : rule.Find(step.Overseer) is not { } overseer ? ApprovalRefusals.OverseerUnknown
            : !step.IsSignedBy(overseer, record.Request) ? ApprovalRefusals.SignatureInvalid
            : taken.Contains(step.Kind) || (step.Kind is ApprovalStepKind.Withdraw && !taken.Contains(ApprovalStepKind.Approve)) ? ApprovalRefusals.StepInvalid
            : null;
    }

    private AuditEntry Seal(ApprovalRequest request, string action, PartyId actor, string outcome = "accepted") => _audit.Seal(new AuditEvent
    {
        Shard = request.Shard,
        Action = action,
        Outcome = outcome,
        At = _time.GetUtcNow(),
        Actor = actor,
        Basis = $"{request.Operation} {request.Id:D}",
        Target = request.Content,
    });

    private static Check Failed(Refusal refusal) => new() { Name = string.Empty, Outcome = CheckOutcome.Failed, Reason = refusal };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
