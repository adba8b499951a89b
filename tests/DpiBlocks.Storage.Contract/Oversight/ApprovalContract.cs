using DpiBlocks.Cryptography;
using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Contract;

/// <summary>What every database must keep of <see cref="IApprovalStore"/>: no overseer counts twice, and every step is in the log.</summary>
public abstract class ApprovalContract : OversightContract
{
    private const string Operation = "status.mass-revoke";

    private static readonly Digest Content = Digest.Of("revoke all of batch 7"u8);
    private static readonly PartyId Clerk = PartyId.Parse("did:web:clerk.example.gov");

    private readonly SigningKey[] _keys = [.. Enumerable.Range(0, 4).Select(_ => SigningKey.Generate(SignatureAlgorithm.Ed25519))];

    protected override void Dispose(bool disposing)
    {
        Array.ForEach(_keys, key => key.Dispose());
        base.Dispose(disposing);
    }

    [Fact]
    public async Task Two_of_three_overseers_approve_and_every_step_is_in_the_log()
    {
        var stores = Open();
        var book = BookOf(stores);
        (await JudgeAsync(book)).Should().Be(ApprovalRefusalCodes.NotEnough);
        var request = await RequestAsync(book);
        (await JudgeAsync(book)).Should().Be(ApprovalRefusalCodes.NotEnough);
        (await SignAsync(book, request, 0)).Should().BeNull();
        (await JudgeAsync(book)).Should().Be(ApprovalRefusalCodes.NotEnough);
        (await SignAsync(BookOf(Open()), request, 1)).Should().BeNull();
        (await JudgeAsync(book)).Should().Be("passed 2 of 2");

        await SequencerOf(stores).RunAsync(Cancel);
        var rows = await stores.Journal.ReadAsync(request.Shard, 0, 10, Cancel);
        var told = rows.Select(row => AuditCommitment.TryOpen(new AuditEntry(request.Shard, row.Commitment, row.Opening!.Value), out var told, out _) ? told : null).ToList();
        told.Select(step => (step!.Action, step.Outcome, step.Actor, step.Target)).Should().Equal(
            ("approval.requested", "accepted", Clerk, Content), ("approval.given", "accepted", Id(0), Content), ("approval.given", "accepted", Id(1), Content));
    }

    [Fact]
    public async Task No_overseer_counts_twice()
    {
        var book = BookOf(Open());
        var request = await RequestAsync(book);
        (await SignAsync(book, request, 0)).Should().BeNull();
        (await SignAsync(book, request, 0)).Should().Be(ApprovalRefusalCodes.StepInvalid);
        (await JudgeAsync(book)).Should().Be(ApprovalRefusalCodes.NotEnough);

        // Nor do agreements to two requests add up.
        var second = await RequestAsync(book);
        (await SignAsync(book, second, 1)).Should().BeNull();
        (await JudgeAsync(book)).Should().Be(ApprovalRefusalCodes.NotEnough);
        (await SignAsync(book, second, 0)).Should().BeNull();
        (await JudgeAsync(book)).Should().Be("passed 2 of 2");
    }

    [Fact]
    public async Task The_same_step_of_sixteen_at_once_is_taken_once()
    {
        var request = await RequestAsync(BookOf(Open()));
        var refusals = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SignAsync(BookOf(Open()), request, 0), Cancel)));
        refusals.Count(refusal => refusal is null).Should().Be(1);
        refusals.Count(refusal => refusal is ApprovalRefusalCodes.StepInvalid).Should().Be(15);
    }

    [Fact]
    public async Task Whoever_withdraws_agrees_no_longer_and_not_again()
    {
        var book = BookOf(Open());
        var request = await RequestAsync(book);
        (await SignAsync(book, request, 0, ApprovalStepKind.Withdraw)).Should().Be(ApprovalRefusalCodes.StepInvalid);
        await SignAsync(book, request, 0);
        await SignAsync(book, request, 1);
        (await JudgeAsync(book)).Should().Be("passed 2 of 2");
        (await SignAsync(book, request, 0, ApprovalStepKind.Withdraw)).Should().BeNull();
        (await JudgeAsync(book)).Should().Be(ApprovalRefusalCodes.NotEnough);
        (await SignAsync(book, request, 0)).Should().Be(ApprovalRefusalCodes.StepInvalid);
        (await SignAsync(book, request, 2)).Should().BeNull();
        (await JudgeAsync(book)).Should().Be("passed 2 of 2");
    }

    [Fact]
    public async Task A_request_expires()
    {
        var book = BookOf(Open());
        var request = await RequestAsync(book);
        await SignAsync(book, request, 0);
        await SignAsync(book, request, 1);
        Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        (await JudgeAsync(book)).Should().Be("passed 2 of 2");
        Time.Advance(TimeSpan.FromTicks(1));
        (await JudgeAsync(book)).Should().Be(ApprovalRefusalCodes.Expired);
        (await SignAsync(book, request, 2)).Should().Be(ApprovalRefusalCodes.Expired);
        (await book.RequestAsync(Samples.Tenant, Operation, Content, Clerk, TimeSpan.Zero, Cancel)).Refusal!.Code.Should().Be(ApprovalRefusalCodes.LifetimeInvalid);
        (await book.RequestAsync(Samples.Tenant, Operation, Content, Clerk, TimeSpan.FromDays(8), Cancel)).Refusal!.Code.Should().Be(ApprovalRefusalCodes.LifetimeInvalid);
    }

    [Fact]
    public async Task An_approval_is_for_exactly_what_was_signed()
    {
        var book = BookOf(Open());
        var request = await RequestAsync(book);
        await SignAsync(book, request, 0);
        await SignAsync(book, request, 1);
        (await JudgeAsync(book)).Should().Be("passed 2 of 2");
        (await JudgeAsync(book, content: Digest.Of("revoke all of batch 8"u8))).Should().Be(ApprovalRefusalCodes.NotEnough);
        (await JudgeAsync(book, tenant: Samples.OtherTenant)).Should().Be(ApprovalRefusalCodes.NotEnough);
        (await JudgeAsync(book, operation: "trust.new-anchor")).Should().Be(ApprovalRefusalCodes.OperationUnknown);
        (await book.RequestAsync(Samples.Tenant, "trust.new-anchor", Content, Clerk, TimeSpan.FromHours(1), Cancel)).Refusal!.Code.Should().Be(ApprovalRefusalCodes.OperationUnknown);
        (await SignAsync(book, request with { Operation = "trust.new-anchor" }, 2)).Should().Be(ApprovalRefusalCodes.OperationUnknown);
        (await SignAsync(book, request with { ExpiresAt = request.ExpiresAt.AddDays(1) }, 2)).Should().Be(ApprovalRefusalCodes.RequestUnknown);
        (await SignAsync(book, request with { Id = Guid.Empty }, 2)).Should().Be(ApprovalRefusalCodes.RequestUnknown);
    }

    [Fact]
    public async Task A_signature_is_that_of_the_registered_key_over_this_step()
    {
        var stores = Open();
        var book = BookOf(stores);
        var (request, other) = (await RequestAsync(book), await RequestAsync(book));
        (await SignAsync(book, request, 3)).Should().Be(ApprovalRefusalCodes.OverseerUnknown);
        var good = await StepAsync(request, 0);
        (await TakeAsync(book, request, good with { Overseer = Id(1) })).Should().Be(ApprovalRefusalCodes.SignatureInvalid);
        (await TakeAsync(book, request, good with { Kind = ApprovalStepKind.None })).Should().Be(ApprovalRefusalCodes.SignatureInvalid);
        (await TakeAsync(book, request, good with { Algorithm = SignatureAlgorithm.Es256 })).Should().Be(ApprovalRefusalCodes.SignatureInvalid);
        (await TakeAsync(book, request, await StepAsync(other, 0))).Should().Be(ApprovalRefusalCodes.SignatureInvalid);
        (await TakeAsync(book, request, good)).Should().BeNull();
        (await TakeAsync(book, request, good with { Kind = ApprovalStepKind.Withdraw })).Should().Be(ApprovalRefusalCodes.SignatureInvalid);

        // What was refused is in the log too.
        await SequencerOf(stores).RunAsync(Cancel);
        (await stores.Journal.ReadAsync(request.Shard, 0, 100, Cancel)).Should().HaveCount(9);
    }

    [Fact]
    public async Task A_step_that_somebody_put_into_the_store_approves_nothing()
    {
        var stores = Open();
        var book = BookOf(stores);
        var request = await RequestAsync(book);
        await SignAsync(book, request, 0);
        var forged = (await StepAsync(request, 1)) with { Signature = new byte[64] };
        (await stores.Approvals.TryAddAsync(request, forged, Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
        (await JudgeAsync(book)).Should().Be(ApprovalRefusalCodes.SignatureInvalid);
    }

    [Fact]
    public async Task The_store_keeps_what_it_was_given_newest_first()
    {
        var store = Open().Approvals;
        var requests = new List<ApprovalRequest>();
        for (var i = 0; i < 5; i++)
        {
            requests.Insert(0, new ApprovalRequest(Guid.CreateVersion7(Time.GetUtcNow()), Samples.Tenant, Operation, Content, Clerk, Time.GetUtcNow(), Time.GetUtcNow().AddHours(1)));
            (await store.TryAddAsync(requests[0], Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
            (await store.TryAddAsync(requests[0], Effects.None, Cancel)).Should().Be(CommitOutcome.Conflict);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        var step = await StepAsync(requests[1], 0);
        (await store.TryAddAsync(requests[1], step, Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
        (await store.TryAddAsync(requests[1], step, Effects.None, Cancel)).Should().Be(CommitOutcome.Conflict);
        (await store.TryAddAsync(requests[1] with { Id = Guid.Empty }, step, Effects.None, Cancel)).Should().Be(CommitOutcome.Conflict);
        var records = await store.ReadAsync(requests[0].Shard, 3, Cancel);
        records.Select(record => record.Request).Should().Equal(requests.Take(3));
        records[1].Steps.Should().ContainSingle().Which.Signature.ToArray().Should().Equal(step.Signature.ToArray());
        records[0].Steps.Should().BeEmpty();
    }

    private static PartyId Id(int overseer) => PartyId.Parse($"did:web:overseer-{overseer}.example");

    private ApprovalBook BookOf(OversightStores stores)
    {
        var delay = new SequencingDelay(stores.Staged, stores.Journal, Time, TimeSpan.FromDays(1));
        delay.LookAsync(Cancel).AsTask().Wait(Cancel);
        var rule = new ApprovalRule(Operation, 2, [.. Enumerable.Range(0, 3).Select(i => new Overseer(Id(i), _keys[i].VerificationKey))]);
        return new ApprovalBook([rule], stores.Approvals, new AuditLog(stores.Journal, delay, Time), Time);
    }

    private static async Task<ApprovalRequest> RequestAsync(ApprovalBook book)
    {
        var (request, refusal) = await book.RequestAsync(Samples.Tenant, Operation, Content, Clerk, TimeSpan.FromHours(1), Cancel);
        refusal.Should().BeNull();
        return request!;
    }

    private async Task<ApprovalStep> StepAsync(ApprovalRequest request, int overseer, ApprovalStepKind kind = ApprovalStepKind.Approve) =>
        new(Id(overseer), kind, SignatureAlgorithm.Ed25519, await _keys[overseer].SignAsync(ApprovalStep.ToBeSigned(request, Id(overseer), kind), Cancel));

    private async Task<string?> SignAsync(ApprovalBook book, ApprovalRequest request, int overseer, ApprovalStepKind kind = ApprovalStepKind.Approve) =>
        await TakeAsync(book, request, await StepAsync(request, overseer, kind));

    private static async Task<string?> TakeAsync(ApprovalBook book, ApprovalRequest request, ApprovalStep step) => (await book.SignAsync(request, step, Cancel))?.Code;

    private static async Task<string> JudgeAsync(ApprovalBook book, TenantId? tenant = null, string operation = Operation, Digest? content = null)
    {
        var check = (await book.JudgeAsync(tenant ?? Samples.Tenant, operation, content ?? Content, Cancel)).Single();
        return check.Outcome is CheckOutcome.Passed ? $"passed {check.Facts["agreed"]} of {check.Facts["required"]}" : check.Reason!.Code;
    }
}
