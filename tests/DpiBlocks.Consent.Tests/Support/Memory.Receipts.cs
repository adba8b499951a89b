using System.Collections.Immutable;

namespace DpiBlocks.Consent.Tests.Support;

/// <summary>Receipts in memory.</summary>
internal sealed partial class Memory : IReceiptStore
{
    private readonly SortedDictionary<(string Consent, long Number), ReceiptRecord> _receipts = [];

    public ValueTask<ReceiptRecord?> FindAsync(ShardKey shard, ConsentId consent, string id, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ReceiptsOf(shard, consent).FirstOrDefault(receipt => receipt.Id == id));

    public ValueTask<ReceiptRecord?> FindLastAsync(ShardKey shard, ConsentId consent, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ReceiptsOf(shard, consent).LastOrDefault());

    public ValueTask<ImmutableArray<ReceiptRecord>> ListAsync(ShardKey shard, ConsentId consent, long after, int limit, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ReceiptsOf(shard, consent).Where(receipt => receipt.Number > after).Take(limit).ToImmutableArray());

    public async ValueTask<CommitOutcome> CommitAsync(ReceiptRecord receipt, Effects effects, CancellationToken cancellationToken = default)
    {
        await RunBeforeCommitAsync();
        lock (_gate)
        {
            return Outcome ?? Commit(receipt, effects);
        }
    }

    private CommitOutcome Commit(ReceiptRecord receipt, Effects effects)
    {
        var others = _receipts.Values.Where(other => other.Shard == receipt.Shard && other.Consent == receipt.Consent).ToList();
        if (others.Any(other => (other.Number == receipt.Number || other.Id == receipt.Id) && (other.Number, other.Id, other.Hash) != (receipt.Number, receipt.Id, receipt.Hash))
            || receipt.Number > others.Count + 1)
        {
            return CommitOutcome.Conflict;
        }

        if (Take(receipt.Shard, effects) is { } outcome)
        {
            return outcome;
        }

        _receipts[(receipt.Consent.Value, receipt.Number)] = receipt;
        return CommitOutcome.Committed;
    }

    private List<ReceiptRecord> ReceiptsOf(ShardKey shard, ConsentId consent)
    {
        lock (_gate)
        {
            return [.. _receipts.Values.Where(receipt => receipt.Shard == shard && receipt.Consent == consent)];
        }
    }
}
