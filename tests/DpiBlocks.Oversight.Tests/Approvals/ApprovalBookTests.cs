using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Approvals;

public sealed class ApprovalBookTests : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose() => _key.Dispose();

    // The database was lost between the commit and its answer.
    [Fact]
    public async Task A_step_whose_outcome_is_not_known_says_so()
    {
        var (tenant, overseer) = (TenantId.Parse("t"), PartyId.Parse("one"));
        var store = new Store();
        var book = new ApprovalBook([new ApprovalRule("status.mass-revoke", 1, new Overseer(overseer, _key.VerificationKey))], store, new Log(), MemoryLog.Clock());
        var (request, refusal) = await book.RequestAsync(tenant, "status.mass-revoke", Digest.Of("x"u8), overseer, TimeSpan.FromHours(1));
        (request, refusal!.Code).Should().Be((null, ApprovalRefusalCodes.OutcomeUnknown));

        var signature = await _key.SignAsync(ApprovalStep.ToBeSigned(store.Kept!, overseer, ApprovalStepKind.Approve));
        var taken = new ApprovalStep(overseer, ApprovalStepKind.Approve, SignatureAlgorithm.Ed25519, signature);
        (await book.SignAsync(store.Kept!, taken))!.Code.Should().Be(ApprovalRefusalCodes.OutcomeUnknown);
        store.Outcome = CommitOutcome.Committed;
        (await book.SignAsync(store.Kept!, taken)).Should().BeNull();
    }

    private sealed class Store : IApprovalStore
    {
        public CommitOutcome Outcome { get; set; }

        public ApprovalRequest? Kept { get; private set; }

        public ValueTask<CommitOutcome> TryAddAsync(ApprovalRequest request, Effects effects, CancellationToken cancellationToken = default)
        {
            Kept = request;
            return ValueTask.FromResult(Outcome);
        }

        public ValueTask<CommitOutcome> TryAddAsync(ApprovalRequest request, ApprovalStep taken, Effects effects, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Outcome);

        public ValueTask<ImmutableArray<ApprovalRecord>> ReadAsync(ShardKey shard, int limit, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<ImmutableArray<ApprovalRecord>>([new ApprovalRecord(Kept!, [])]);
    }

    private sealed class Log : IAuditLog
    {
        public AuditEntry Seal(AuditEvent auditEvent) => AuditCommitment.Commit(auditEvent);

        public ValueTask<CommitOutcome> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default) => ValueTask.FromResult(CommitOutcome.Committed);
    }
}
