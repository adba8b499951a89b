using System.Collections.Immutable;

namespace DpiBlocks.Messaging;

/// <summary>The messages that were given up, for a person to look at: they lie there until they are sent again.</summary>
public interface IDeadLetterStore
{
    /// <summary>Lists dead letters of all shards, in the order in which they were given up.</summary>
    /// <param name="after">The last one that was listed before; null to begin.</param>
    /// <param name="limit">How many at most: 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The dead letters.</returns>
    ValueTask<ImmutableArray<DeadLetter>> ListAsync(DeadLetter? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Finds a dead letter by the id of its message.</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The dead letter, or null.</returns>
    ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts a dead letter back into the outbox, at its old place: before all later messages of its shard that have not been sent.
    /// Its deadline counts from now.
    /// </summary>
    /// <param name="letter">The dead letter.</param>
    /// <param name="effects">What is to be committed with it, on the same shard: who did it, for the log.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Committed; conflict when it is not there any more.</returns>
    ValueTask<CommitOutcome> RetryAsync(DeadLetter letter, Effects effects, CancellationToken cancellationToken = default);
}
