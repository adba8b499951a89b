namespace DpiBlocks.Consent;

/// <summary>Where a consent stands, as far as a party knows that does not keep it itself.</summary>
/// <param name="Shard">The shard: of consent and teller, for the person is not named.</param>
/// <param name="ConsentId">The name of the consent.</param>
/// <param name="Consent">The SHA-256 of the signed consent.</param>
/// <param name="Sequence">The number of the last change.</param>
/// <param name="State">Where it stands.</param>
/// <param name="At">Since when.</param>
public sealed record ConsentStanding(ShardKey Shard, ConsentId ConsentId, Digest Consent, long Sequence, ConsentState State, DateTimeOffset At)
{
    /// <summary>Makes the shard under which it is kept.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="teller">Who tells where it stands.</param>
    /// <param name="consent">The name of the consent.</param>
    /// <returns>The shard.</returns>
    public static ShardKey ShardOf(TenantId tenant, PartyId teller, ConsentId consent) => ShardKey.Of(tenant, "consent-standing", $"{teller.Value} {consent.Value}");
}

/// <summary>Keeps where consents stand that others keep.</summary>
public interface IStandingStore
{
    /// <summary>Finds where a consent stands.</summary>
    /// <param name="shard">The shard of <see cref="ConsentStanding.ShardOf"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Where; null when nothing was told yet.</returns>
    ValueTask<ConsentStanding?> FindAsync(ShardKey shard, CancellationToken cancellationToken = default);

    /// <summary>Writes it with its effects, if the last number is still the expected one.</summary>
    /// <param name="standing">Where it stands; of the same number when nothing changes but the effects.</param>
    /// <param name="expectedSequence">The last number; 0 when there must be none.</param>
    /// <param name="effects">What becomes durable with it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How it ended.</returns>
    ValueTask<CommitOutcome> CommitAsync(ConsentStanding standing, long expectedSequence, Effects effects, CancellationToken cancellationToken = default);
}
