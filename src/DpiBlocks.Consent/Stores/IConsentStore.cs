using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>Keeps consents, each on the shard of its person; beside them, on a shard of its own, where the consent of a name is to be found.</summary>
public interface IConsentStore
{
    /// <summary>Says on which shard the consent of that name is. Written before the consent itself, for requests name it and not the person.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The name.</param>
    /// <param name="shard">The shard of its person.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Committed; already committed when it said so before; conflict when it says another shard.</returns>
    ValueTask<CommitOutcome> TryPointAsync(TenantId tenant, ConsentId id, ShardKey shard, CancellationToken cancellationToken = default);

    /// <summary>Finds the shard of a consent.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The shard, or null.</returns>
    ValueTask<ShardKey?> FindShardAsync(TenantId tenant, ConsentId id, CancellationToken cancellationToken = default);

    /// <summary>Finds a consent.</summary>
    /// <param name="shard">The shard of its person.</param>
    /// <param name="id">The name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The consent, or null.</returns>
    ValueTask<ConsentRecord?> FindAsync(ShardKey shard, ConsentId id, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of one person's consents, in the order of their names.</summary>
    /// <param name="shard">Her shard.</param>
    /// <param name="after">The name of the last one already read; null for none.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The consents; empty at the end.</returns>
    ValueTask<ImmutableArray<ConsentRecord>> ListAsync(ShardKey shard, ConsentId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a consent with its effects if it is still of the version it was read in. A record of that same version is not written: it is only
    /// made sure that it stands, in the transaction in which its effects become durable.
    /// </summary>
    /// <param name="record">The consent as it is to be: of the expected version, or of the next.</param>
    /// <param name="expectedVersion">The version it was read in; 0 when there must be none.</param>
    /// <param name="effects">What becomes durable with it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How it ended: conflict when it is of another version, or the mark stands on other content.</returns>
    ValueTask<CommitOutcome> CommitAsync(ConsentRecord record, long expectedVersion, Effects effects, CancellationToken cancellationToken = default);

    /// <summary>Finds consents whose time is over and that do not say so yet: for a worker in the background, over all shards.</summary>
    /// <param name="at">The time.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The consents.</returns>
    ValueTask<ImmutableArray<ConsentRecord>> ListEndedAsync(DateTimeOffset at, int limit, CancellationToken cancellationToken = default);
}
