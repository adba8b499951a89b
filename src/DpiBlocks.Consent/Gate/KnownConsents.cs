using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>Reads the artefacts of kept consents. One that was read before is known by its hash; any other is verified again, as it was when it was given.</summary>
/// <param name="verifier">Verifies.</param>
public sealed class KnownConsents(ConsentVerifier verifier)
{
    private const int Capacity = 16_384;
    private static readonly ImmutableArray<Check> Known = [Check.Passed(string.Empty)];
    private readonly ConcurrentDictionary<(ShardKey Shard, Digest Hash), ConsentArtefact> _known = new();

    /// <summary>Reads an artefact.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="record">The consent as it is kept.</param>
    /// <param name="at">The time of the verdict.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The artefact with its checks; null, and why, when the kept bytes are not what was given, or could not be verified.</returns>
    public async ValueTask<(ConsentArtefact? Artefact, ImmutableArray<Check> Checks, Refusal? Refusal)> ReadAsync(
        TenantId tenant, ConsentRecord record, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_known.TryGetValue((record.Shard, record.Hash), out var artefact))
        {
            return (artefact, Known, null);
        }

        if (!SignedConsent.TryParse(record.Content, out var signed, out var refusal) || signed.Hash != record.Hash || signed.Artefact.Id != record.Id
            || ShardKey.Of(tenant, signed.Artefact.Subject) != record.Shard)
        {
            refusal = new Refusal(refusal?.Code ?? ConsentRefusalCodes.Malformed, "What is kept is not what was given.");
            return (null, [new Check { Name = string.Empty, Outcome = CheckOutcome.Failed, Reason = refusal }], refusal);
        }

        var verified = await verifier.VerifyAsync(tenant, signed, at, cancellationToken);
        if (verified.Grade is Grade.Accepted)      // what stands with a reservation is looked at again
        {
            Keep((record.Shard, record.Hash), signed.Artefact);
        }

        return (verified.IsAccepted ? signed.Artefact : null, [.. verified.Checks], verified.Refusal);
    }

    /// <summary>Adds whether whoever gave a consent may still act for the person. What was found out before is not remembered: it is about today.</summary>
    internal ValueTask<bool> MayStillActAsync(VerdictBuilder verdict, TenantId tenant, ConsentArtefact artefact, CancellationToken cancellationToken) =>
        verifier.MayActAsync(verdict, tenant, artefact.GivenBy, artefact.Subject, artefact.Purpose, cancellationToken);

    private void Keep((ShardKey Shard, Digest Hash) key, ConsentArtefact artefact)
    {
        if (_known.Count >= Capacity)
        {
            _known.Clear();      // each is verified once more when it is needed next
        }

        _known[key] = artefact;
    }
}
