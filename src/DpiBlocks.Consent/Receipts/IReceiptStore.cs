using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>A receipt as it is kept.</summary>
/// <param name="Shard">The shard: the person's.</param>
/// <param name="Consent">The consent.</param>
/// <param name="Number">Its place in the chain of its consent: 1, 2, 3 without a gap.</param>
/// <param name="Id">Its name within the consent.</param>
/// <param name="Hash">The hash of the receipt with its first signature.</param>
/// <param name="Content">The signed receipt, as it came.</param>
public sealed record ReceiptRecord(ShardKey Shard, ConsentId Consent, long Number, string Id, Digest Hash, ReadOnlyMemory<byte> Content);

/// <summary>Keeps the receipts of each consent, on the shard of its person.</summary>
public interface IReceiptStore
{
    /// <summary>Finds a receipt by its name.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="consent">The consent.</param>
    /// <param name="id">The name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The receipt, or null.</returns>
    ValueTask<ReceiptRecord?> FindAsync(ShardKey shard, ConsentId consent, string id, CancellationToken cancellationToken = default);

    /// <summary>Finds the last receipt of a consent.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="consent">The consent.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The receipt, or null when there is none.</returns>
    ValueTask<ReceiptRecord?> FindLastAsync(ShardKey shard, ConsentId consent, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of the receipts of a consent, oldest first.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="consent">The consent.</param>
    /// <param name="after">The number of the last one already read; 0 for none.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The receipts; empty at the end.</returns>
    ValueTask<ImmutableArray<ReceiptRecord>> ListAsync(ShardKey shard, ConsentId consent, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Writes a receipt with its effects. One that is there already is only replaced by itself: of the same number, name and hash, with its second signature.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="effects">What becomes durable with it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How it ended: conflict when the number or the name is another receipt's, or the number before it is missing.</returns>
    ValueTask<CommitOutcome> CommitAsync(ReceiptRecord receipt, Effects effects, CancellationToken cancellationToken = default);
}
