using System.Collections.Immutable;

namespace DpiBlocks.Messaging;

/// <summary>Where the messages of an outbox lie until they are delivered. For <see cref="OutboxDispatcher"/>, of which several may run at once.</summary>
/// <remarks>
/// What is written here may be lost with the power, and need not wait for the disk: the message is then sent again, which its receiver
/// knows by its id.
/// </remarks>
public interface IOutboxStore
{
    /// <summary>Takes shards whose first message is due, the longest due first: until a time, no other dispatcher is given them.</summary>
    /// <param name="shards">How many shards at most.</param>
    /// <param name="messages">How many messages of each at most.</param>
    /// <param name="duration">How long the lease lasts.</param>
    /// <param name="longestWait">
    /// The longest wait that a dispatcher asks for: what is due later than that, and leased to nobody, was put off by a clock that was wrong, and is
    /// due now.
    /// </param>
    /// <param name="cancellationToken">Gives up between two shards.</param>
    /// <returns>The leases; each has one message at least.</returns>
    ValueTask<ImmutableArray<OutboxLease>> LeaseAsync(int shards, int messages, TimeSpan duration, TimeSpan longestWait, CancellationToken cancellationToken = default);

    /// <summary>Gives a lease back and writes down what came of it, in one transaction.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="progress">What came of it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether it was written: not when the lease has run out and another has been given the shard.</returns>
    ValueTask<bool> SettleAsync(OutboxLease lease, OutboxProgress progress, CancellationToken cancellationToken = default);

    /// <summary>Looks how old what it holds is, without reading the messages: for workers in the background and for health.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The backlog. What is still staged is not in it: <see cref="IStagedEffects.OldestAsync"/>.</returns>
    ValueTask<OutboxBacklog> LookAsync(CancellationToken cancellationToken = default);
}
