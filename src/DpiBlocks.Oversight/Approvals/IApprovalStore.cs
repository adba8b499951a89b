using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>A request and the steps taken so far.</summary>
/// <param name="Request">The request.</param>
/// <param name="Steps">The steps, at most one of each kind of each overseer.</param>
public sealed record ApprovalRecord(ApprovalRequest Request, ImmutableArray<ApprovalStep> Steps);

/// <summary>Keeps requests for approval, and the steps of overseers.</summary>
public interface IApprovalStore
{
    /// <summary>Adds a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="effects">What becomes durable with it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Committed; conflict when there is one of that name.</returns>
    ValueTask<CommitOutcome> TryAddAsync(ApprovalRequest request, Effects effects, CancellationToken cancellationToken = default);

    /// <summary>Adds a step.</summary>
    /// <param name="request">The request.</param>
    /// <param name="taken">The step.</param>
    /// <param name="effects">What becomes durable with it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Committed; conflict when there is no such request, or the overseer has taken such a step.</returns>
    ValueTask<CommitOutcome> TryAddAsync(ApprovalRequest request, ApprovalStep taken, Effects effects, CancellationToken cancellationToken = default);

    /// <summary>Reads the newest requests for one operation with the same particulars.</summary>
    /// <param name="shard">Their shard.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The requests, newest first.</returns>
    ValueTask<ImmutableArray<ApprovalRecord>> ReadAsync(ShardKey shard, int limit, CancellationToken cancellationToken = default);
}
