using DpiBlocks.Consent.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace DpiBlocks.Consent.Tests.DueDates;

/// <summary>What has ended is said to have ended; what may be kept no longer is not handed out, is deleted, and that is proven.</summary>
public sealed class DueDateTests
{
    private static readonly PartyId Self = World.Bank;      // it keeps copies of what the tax office has given it
    private readonly World _world = new();

    private DataLife Life => new(Self, _world.Memory, _world.Memory, _world.Receipts, _world.Memory, VerdictPolicy.Strict, _world.Time);

    [Fact]
    public async Task A_consent_whose_time_is_over_is_moved_and_told_of_once()
    {
        var record = await _world.GiveAsync();
        var other = await _world.GiveAsync(World.Artefact("c-2") with { ExpiresAt = World.Now.AddDays(60) });
        (await _world.Ledger.ExpireAsync(record.Shard, record.Id)).Refusal!.Code.Should().Be(ConsentRefusalCodes.TransitionForbidden);
        _world.Time.SetUtcNow(record.ExpiresAt);
        (await WorkerOf().RunAsync()).Should().Be(1);
        (await WorkerOf().RunAsync()).Should().Be(0);
        (await _world.Memory.FindAsync(record.Shard, record.Id))!.State.Should().Be(ConsentState.Expired);
        (await _world.Memory.FindAsync(other.Shard, other.Id))!.State.Should().Be(ConsentState.Given);
        _world.Memory.Journal.Count(line => line.Action == "consent.expired").Should().Be(1);
        (await _world.Ledger.ExpireAsync(record.Shard, record.Id)).IsAccepted.Should().BeTrue("twice is once");
        (await _world.Ledger.ExpireAsync(record.Shard, ConsentId.Parse("none"))).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotFound);
    }

    [Fact]
    public async Task What_was_withdrawn_while_it_was_to_expire_stays_withdrawn()
    {
        var record = await _world.GiveAsync();
        await _world.Ledger.ChangeAsync(record.Shard, record.Id, ConsentAct.Withdraw, World.Person);
        _world.Time.SetUtcNow(record.ExpiresAt);
        (await _world.Ledger.ExpireAsync(record.Shard, record.Id)).Refusal!.Code.Should().Be(ConsentRefusalCodes.TransitionForbidden);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, ConsentRefusalCodes.DataLife)]
    [Attack("CON-09")]
    public async Task A_copy_is_handed_out_as_long_as_it_may_be_kept_and_not_at_the_end_of_it(int ticks, string? code)
    {
        var copy = Keep("1");
        _world.Time.SetUtcNow(copy.KeepUntil.AddTicks(ticks));
        ((await Life.ReadAsync(World.Tenant, "1")).Refusal?.Code).Should().Be(code);
        (await Life.ReadAsync(World.Tenant, "2")).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotFound);
        (await Life.ReadAsync(TenantId.Parse("other"), "1")).Refusal!.Code.Should().Be(ConsentRefusalCodes.NotFound);
    }

    [Fact]
    [Attack("CON-09")]
    public async Task A_copy_that_may_be_kept_no_longer_is_deleted_and_that_is_proven()
    {
        var copy = Keep("1");
        await FluentActions.Awaiting(() => Life.EraseAsync(copy).AsTask()).Should().ThrowAsync<ArgumentException>();
        (await WorkerOf().RunAsync()).Should().Be(0);
        _world.Time.SetUtcNow(copy.KeepUntil);
        (await WorkerOf().RunAsync()).Should().Be(1);
        _world.Memory.Copies.Should().BeEmpty();

        var kept = (await _world.Memory.FindLastAsync(ShardKey.Of(World.Tenant, World.Person), copy.ConsentId))!;
        var receipt = World.Parse(await World.Parse(kept.Content).CountersignAsync(copy.KeepUntil, _world.SignerOf(World.Manager.Value)));
        var proven = (await _world.ReceiptVerifier.VerifyAsync(receipt, World.Person, copy.KeepUntil)).GetValueOrThrow().Receipt;
        proven.Deletion.Should().Be(new DeletionEvidence("account, table of loans", 3, copy.KeepUntil));
        var line = _world.Memory.Journal.Single(line => line.Action == "data.deleted");
        (line.Target, line.Actor, line.Subject).Should().Be((receipt.Hash, Self, World.Person));
    }

    [Fact]
    [Attack("CON-09")]
    public async Task A_kill_between_deletion_receipt_and_closing_leaves_one_receipt_and_a_broken_copy_holds_no_other_up()
    {
        Keep("broken");
        var copy = Keep("1");
        _world.Time.SetUtcNow(copy.KeepUntil);
        _world.Memory.BeforeClose = () => throw new InvalidOperationException("killed");
        (await WorkerOf().RunAsync()).Should().Be(0);
        _world.Memory.BeforeClose = null;
        (await WorkerOf().RunAsync()).Should().Be(1);
        (await _world.Memory.ListAsync(ShardKey.Of(World.Tenant, World.Person), copy.ConsentId, after: 0, limit: 10)).Should().HaveCount(1);
        _world.Memory.Copies.Keys.Select(left => left.Id).Should().Equal("broken");
        _world.Memory.Journal.Count(line => line.Action == "data.deleted").Should().Be(1);
    }

    [Fact]
    public async Task The_worker_looks_at_its_start_and_stops_when_it_is_told_to()
    {
        var record = await _world.GiveAsync();
        _world.Time.SetUtcNow(record.ExpiresAt);
        var looks = new TaskCompletionSource();
        _world.Memory.BeforeCommit = () =>
        {
            looks.SetResult();
            return Task.CompletedTask;
        };
        using var worker = WorkerOf();
        await worker.StartAsync(CancellationToken.None);
        await looks.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await worker.StopAsync(CancellationToken.None);
        _world.Memory.Journal.Count(line => line.Action == "consent.expired").Should().Be(1);
        worker.ExecuteTask!.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public void Nobody_looks_every_moment()
    {
        FluentActions.Invoking(() => new ConsentDueOptions { Interval = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ConsentDueOptions { Limit = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Keep(new string('a', 200))).Should().NotThrow();
        FluentActions.Invoking(() => Keep(new string('a', 201))).Should().Throw<ArgumentOutOfRangeException>("its receipt could never be given");
    }

    private StoredCopy Keep(string id)
    {
        var copy = new StoredCopy(World.Tenant, id, World.Person, ConsentId.Parse("c-1"), Digest.Of("consent"u8), World.Manager, World.Now.AddMonths(6));
        _world.Memory.Copies[copy] = [1];
        return copy;
    }

    private ConsentDueWorker WorkerOf() =>
        new(_world.Memory, _world.TellingLedger, new ConsentDueOptions(), _world.Time, NullLogger<ConsentDueWorker>.Instance, _world.Memory, Life);
}
