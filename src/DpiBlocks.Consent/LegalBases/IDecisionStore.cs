namespace DpiBlocks.Consent;

/// <summary>Makes decisions durable that rest on no consent: their mark, their line in the person's journal, the message to her.</summary>
public interface IDecisionStore
{
    /// <summary>Writes the effects of one decision.</summary>
    /// <param name="shard">The shard of the person.</param>
    /// <param name="effects">The effects.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How it ended.</returns>
    ValueTask<CommitOutcome> CommitAsync(ShardKey shard, Effects effects, CancellationToken cancellationToken = default);
}
