using System.Collections.Immutable;

namespace DpiBlocks.Consent.Tests.Support;

/// <summary>Decisions, standings and stored copies in memory.</summary>
internal sealed partial class Memory : IDecisionStore, IStandingStore, IStoredCopies, IDataEraser
{
    private readonly Dictionary<ShardKey, ConsentStanding> _standings = [];

    /// <summary>Gets the copies that are kept, with their data; null when it is deleted.</summary>
    public Dictionary<StoredCopy, byte[]?> Copies { get; } = [];

    /// <summary>Gets or sets what happens when a copy is closed.</summary>
    public Action? BeforeClose { get; set; }

    public ValueTask<CommitOutcome> CommitAsync(ShardKey shard, Effects effects, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Outcome ?? Take(shard, effects) ?? CommitOutcome.Committed);
        }
    }

    public ValueTask<ConsentStanding?> FindAsync(ShardKey shard, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_standings.GetValueOrDefault(shard));
        }
    }

    public ValueTask<CommitOutcome> CommitAsync(ConsentStanding standing, long expectedSequence, Effects effects, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (Outcome is { } outcome)
            {
                return ValueTask.FromResult(outcome);
            }

            if ((_standings.GetValueOrDefault(standing.Shard)?.Sequence ?? 0) != expectedSequence)
            {
                return ValueTask.FromResult(CommitOutcome.Conflict);
            }

            var taken = Take(standing.Shard, effects);
            if (taken is null)
            {
                _standings[standing.Shard] = standing;
            }

            return ValueTask.FromResult(taken ?? CommitOutcome.Committed);
        }
    }

    public ValueTask<StoredCopy?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Copies.Keys.SingleOrDefault(copy => copy.Tenant == tenant && copy.Id == id));

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(StoredCopy copy, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>?>(Copies[copy] is { } content ? content : null);

    public ValueTask<ImmutableArray<StoredCopy>> ListDueAsync(DateTimeOffset at, int limit, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Copies.Keys.Where(copy => at >= copy.KeepUntil).Take(limit).ToImmutableArray());

    public ValueTask<DeletionEvidence> EraseAsync(StoredCopy copy, CancellationToken cancellationToken = default)
    {
        Copies[copy] = copy.Id == "broken" ? throw new InvalidOperationException("The disk is gone.") : null;
        return ValueTask.FromResult(new DeletionEvidence("account, table of loans", 3, copy.KeepUntil));
    }

    public ValueTask CloseAsync(StoredCopy copy, CancellationToken cancellationToken = default)
    {
        BeforeClose?.Invoke();
        Copies.Remove(copy);
        return ValueTask.CompletedTask;
    }
}
