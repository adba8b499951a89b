using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent;

/// <summary>Tells every holder and user of data of a change of the consent it rests on, by messages that become durable with the change; takes their acknowledgements in.</summary>
/// <remarks>Each party is told by a message of its own, signed before the commit. In order for each person; numbered for each consent.</remarks>
/// <param name="self">Who tells it.</param>
/// <param name="parties">Where they are told.</param>
/// <param name="signers">The key with which it is signed, asked for by <see cref="ConsentNotification.Type"/>.</param>
/// <param name="store">The consents.</param>
/// <param name="keys">The keys of the parties, which sign acknowledgements.</param>
/// <param name="audit">The log.</param>
/// <param name="policy">What may stand unchecked.</param>
/// <param name="time">The clock.</param>
public sealed class ConsentNotifier(
    PartyId self, IConsentParties parties, IKeyStore signers, IConsentStore store, IKeyResolver keys, IAuditLog audit, IVerdictPolicy policy, TimeProvider time)
{
    private const int Attempts = 64;

    private readonly SignatureVerifier _own = new(keys, new OwnKey());

    /// <summary>Makes the messages of one change. A party that nobody can tell is named in the journal; the change does not wait for it.</summary>
    /// <param name="changed">The consent as it is to be.</param>
    /// <param name="artefact">What was agreed to.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>What becomes durable with the change.</returns>
    /// <exception cref="InvalidOperationException">There is no key to sign with.</exception>
    public async ValueTask<Effects> PrepareAsync(ConsentRecord changed, ConsentArtefact artefact, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(artefact);
        var tenant = changed.Shard.Tenant;
        var effects = Effects.None;
        foreach (var party in PartiesOf(artefact))
        {
            if (await parties.FindDestinationAsync(tenant, party, cancellationToken) is not { } destination)
            {
                effects = effects.And(new Effects { Audit = [Seal(changed, party, "consent.notified", NotificationRefusalCodes.NoDestination, changed.StateSince)] });
                continue;
            }

            var notification = new ConsentNotification
            {
                ConsentId = changed.Id,
                Consent = changed.Hash,
                Sequence = changed.Version,
                State = changed.State,
                At = changed.StateSince,
                From = self,
                To = party,
            };
            var signer = await signers.FindSignerAsync(tenant, ConsentNotification.Type, cancellationToken) ?? throw new InvalidOperationException("There is no key to sign notifications with.");
            var content = await Jws.SignAsync(signer, JwsSigningHeader.Of(ConsentNotification.Type), NotificationJson.Write(notification), cancellationToken);
            effects = effects.And(new Effects { Messages = [new OutboxMessage(changed.Shard, notification.EventId, destination, ConsentNotification.MediaType, content)] });
        }

        return effects;
    }

    /// <summary>Takes in that a party knows of a change, and writes it into the person's journal.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="content">The signed acknowledgement.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The acknowledgement; or refused with one of <see cref="NotificationRefusalCodes"/>, or for its key or signature.</returns>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async ValueTask<Verification<NotificationAcknowledgement>> AcknowledgedAsync(
        TenantId tenant, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        if (!NotificationJson.TryParse(content, out NotificationAcknowledgement? acknowledgement, out var jws, out var refusal))
        {
            verdict.Demand(Check.Failed("envelope", refusal.Code, refusal.Message));
            return verdict.Refuse<NotificationAcknowledgement>();
        }

        var message = jws.ToSignedMessage(NotificationAcknowledgement.Type, acknowledgement.By.Value, acknowledgement.At);
        if (await _own.VerifyAsync(verdict, message, TrustAct.Request, NotificationAcknowledgement.Type, cancellationToken: cancellationToken) is null)
        {
            return verdict.Refuse<NotificationAcknowledgement>();
        }

        return verdict.Demand(await RecordAsync(tenant, acknowledgement, verdict.At, cancellationToken))
            ? verdict.Accept(acknowledgement)
            : verdict.Refuse<NotificationAcknowledgement>();
    }

    // However often it comes it stands in the journal once, with the number of the change that it is about.
    private async ValueTask<Check> RecordAsync(TenantId tenant, NotificationAcknowledgement acknowledgement, DateTimeOffset at, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var shard = await store.FindShardAsync(tenant, acknowledgement.ConsentId, cancellationToken);
            var record = shard is { } known ? await store.FindAsync(known, acknowledgement.ConsentId, cancellationToken) : null;
            if (record is null || !WasTold(record, acknowledgement))
            {
                return Check.Failed("notification", NotificationRefusalCodes.Unknown, "That was never told to this party.");
            }

            var name = acknowledgement.EventId.ToString("D");
            var mark = new OnceKey("consent.acknowledged", name, Digest.Of(Encoding.ASCII.GetBytes(name)), DateTimeOffset.MaxValue);
            var entry = Seal(record, acknowledgement.By, "consent.acknowledged", "accepted", at, acknowledgement.Sequence);
            switch (await store.CommitAsync(record, record.Version, new Effects { Once = mark, Audit = [entry] }, cancellationToken))
            {
                case CommitOutcome.Committed or CommitOutcome.AlreadyCommitted:
                    return Check.Passed("notification");
                case CommitOutcome.Unknown:
                    return Check.NotChecked("notification", ConsentRefusalCodes.OutcomeUnknown, "Whether the acknowledgement is in the journal is not known: send it again.");
            }
        }

        return Check.NotChecked("notification", ConsentRefusalCodes.Busy, "The consent is changed all the time: send it again.");
    }

    private bool WasTold(ConsentRecord record, NotificationAcknowledgement acknowledgement) =>
        record.Hash == acknowledgement.Consent && acknowledgement.Sequence <= record.Version
        && SignedConsent.TryParse(record.Content, out var consent, out _) && PartiesOf(consent.Artefact).Contains(acknowledgement.By)
        && acknowledgement.EventId == ConsentNotification.EventIdOf(record.Hash, acknowledgement.Sequence, acknowledgement.By);

    private ImmutableArray<PartyId> PartiesOf(ConsentArtefact artefact)
    {
        ImmutableArray<PartyId> named = artefact.Attestor is { } attestor ? [artefact.Provider, artefact.Recipient, attestor] : [artefact.Provider, artefact.Recipient];
        return [.. named.Where(party => party != self).Distinct()];
    }

    private AuditEntry Seal(ConsentRecord record, PartyId party, string action, string outcome, DateTimeOffset at, long? sequence = null) => audit.Seal(new AuditEvent
    {
        Shard = record.Shard,
        Action = action,
        Outcome = outcome,
        At = at,
        Actor = party,
        Basis = string.Create(CultureInfo.InvariantCulture, $"{ConsentGate.BasisKind} {record.Id.Value} {sequence ?? record.Version}"),
        Target = record.Hash,
    });
}
