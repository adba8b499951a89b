using DpiBlocks.Consent.Tests.Support;

namespace DpiBlocks.Consent.Tests.Receipts;

/// <summary>Receipts are given once, in one chain.</summary>
public sealed class ReceiptBookTests
{
    private static readonly ShardKey Shard = ShardKey.Of(World.Tenant, World.Person);
    private readonly World _world = new();

    [Fact]
    public async Task Receipts_that_are_given_at_once_stand_in_one_chain()
    {
        var given = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(async () => await _world.Receipts.IssueAsync(World.Tenant, World.Receipt($"{i}")))));
        given.Should().OnlyContain(verdict => verdict.IsAccepted);
        foreach (var verdict in given)
        {
            var both = await verdict.GetValueOrThrow().CountersignAsync(World.Now, _world.SignerOf(World.Person.Value));
            (await _world.Receipts.CountersignedAsync(World.Tenant, both)).IsAccepted.Should().BeTrue();
        }

        var kept = await _world.Memory.ListAsync(Shard, World.Receipt().ConsentId, after: 0, limit: 100);
        var chain = await _world.ReceiptVerifier.VerifyChainAsync([.. kept.Select(record => World.Parse(record.Content))], World.Person, World.Receipt().Consent, kept[^1].Hash, World.Now);
        chain.GetValueOrThrow().Receipts.Should().HaveCount(8);
    }

    [Fact]
    [Attack("CON-14")]
    public async Task The_same_receipt_is_given_once_and_another_of_its_name_never()
    {
        var first = (await _world.Receipts.IssueAsync(World.Tenant, World.Receipt())).GetValueOrThrow();
        (await _world.Receipts.IssueAsync(World.Tenant, World.Receipt())).GetValueOrThrow().Hash.Should().Be(first.Hash);
        var other = World.Receipt() with { Kind = ReceiptKind.Withdrawal };
        (await _world.Receipts.IssueAsync(World.Tenant, other)).Refusal!.Code.Should().Be(ReceiptRefusalCodes.IdCollision);
        (await _world.Receipts.CountersignedAsync(World.Tenant, (await _world.SignAsync(other)).Bytes)).Refusal!.Code.Should().Be(ReceiptRefusalCodes.IdCollision);
        (await _world.Receipts.CountersignedAsync(World.Tenant, (await _world.SignAsync(first.Receipt, counterparty: World.Lender.Value)).Bytes)).Refusal!.Code.Should().Be(ReceiptRefusalCodes.Countersignature);
        (await _world.Receipts.CountersignedAsync(World.Tenant, new byte[] { 1 })).IsAccepted.Should().BeFalse();
    }

    [Fact]
    public async Task What_may_not_be_durable_is_not_given()
    {
        _world.Memory.Outcome = CommitOutcome.Unknown;
        (await _world.Receipts.IssueAsync(World.Tenant, World.Receipt())).Refusal!.Code.Should().Be(ConsentRefusalCodes.OutcomeUnknown);
        _world.Memory.Outcome = CommitOutcome.Conflict;
        (await _world.Receipts.IssueAsync(World.Tenant, World.Receipt())).Refusal!.Code.Should().Be(ConsentRefusalCodes.Busy);
        _world.Memory.Outcome = null;
        _world.HasSigner = false;
        await FluentActions.Awaiting(() => _world.Receipts.IssueAsync(World.Tenant, World.Receipt()).AsTask()).Should().ThrowAsync<InvalidOperationException>();
    }
}
