using System.Collections.Immutable;

namespace DpiBlocks.StatusLists.Tests.Issuing;

/// <summary>The database was lost between the commit and its answer.</summary>
public sealed class UnknownOutcomeTests
{
    private static readonly TenantId Tenant = TenantId.Parse("home-office");

    private static readonly StatusListDefinition List = new(new Uri("https://issuer.example/status/1"));

    [Fact]
    public async Task Whoever_creates_takes_or_sets_is_told_that_it_is_not_known()
    {
        await ShouldSayAsync(CommitOutcome.Unknown, "status.outcome_unknown");
        await ShouldSayAsync(CommitOutcome.Committed, null);
    }

    private static async Task ShouldSayAsync(CommitOutcome outcome, string? code)
    {
        var issuer = new StatusListIssuer(new LostStore(outcome));
        var cancellation = TestContext.Current.CancellationToken;
        ((await issuer.CreateAsync(Tenant, List, cancellationToken: cancellation))?.Code).Should().Be(code);
        ((await issuer.TakeAsync(Tenant, List.Address, 7, cancellationToken: cancellation))?.Code).Should().Be(code);
        ((await issuer.SetAsync(Tenant, List.Address, 7, StatusValue.Invalid, cancellationToken: cancellation))?.Code).Should().Be(code);
    }

    private sealed class LostStore(CommitOutcome outcome) : IStatusListStore
    {
        public ValueTask<CommitOutcome> TryCreateAsync(ShardKey shard, StatusListDefinition list, Effects effects, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(outcome);

        public ValueTask<StatusListDefinition?> FindAsync(ShardKey shard, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<StatusListDefinition?>(List);

        public ValueTask<StatusAllocation> AllocateAsync(ShardKey shard, long? index, Effects effects, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new StatusAllocation(outcome, index));

        public ValueTask<ImmutableArray<StatusValue>> ReadAsync(ShardKey shard, ImmutableArray<long> indices, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<ImmutableArray<StatusValue>>([StatusValue.Valid]);

        public ValueTask<CommitOutcome> TrySetAsync(ShardKey shard, ImmutableArray<StatusChange> changes, Effects effects, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(outcome);

        public ValueTask<StatusListSnapshot?> ReadAsync(ShardKey shard, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
