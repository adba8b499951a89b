using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent;

/// <summary>A change that was taken in.</summary>
/// <param name="Standing">Where the consent stands now: as told, or later, when this came behind a later one.</param>
/// <param name="Acknowledgement">The signed acknowledgement, for whoever told it; the same one whenever it is told again.</param>
public sealed record FollowedNotification(ConsentStanding Standing, ReadOnlyMemory<byte> Acknowledgement);

/// <summary>Takes in, for a holder or user of data, what others tell of consents: each event once, an older one never over a later one.</summary>
/// <param name="self">Who is told here.</param>
/// <param name="standings">What is known.</param>
/// <param name="once">The marks of events.</param>
/// <param name="keys">The keys of those who tell.</param>
/// <param name="trust">Who may tell: asked as <see cref="TrustAct.AttestConsent"/> about <see cref="ConsentNotification.Type"/>.</param>
/// <param name="signers">The key with which it is acknowledged, asked for by <see cref="NotificationAcknowledgement.Type"/>.</param>
/// <param name="policy">What may stand unchecked.</param>
/// <param name="time">The clock.</param>
public sealed class ConsentFollower(
    PartyId self, IStandingStore standings, IOnceStore once, IKeyResolver keys, ITrustPolicy trust, IKeyStore signers, IVerdictPolicy policy, TimeProvider time)
{
    private const string Scope = "consent.notification";
    private const int Attempts = 16;
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);      // what comes later than that is older than what is known

    private readonly SignatureVerifier _verifier = new(keys, trust);

    /// <summary>Takes one notification in.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="content">The signed notification.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What is known then; or refused with one of <see cref="NotificationRefusalCodes"/>, with <see cref="ConsentRefusalCodes.TransitionForbidden"/>, or for its key, signature or teller.</returns>
    /// <exception cref="InvalidOperationException">There is no key to sign with.</exception>
    public async ValueTask<Verification<FollowedNotification>> ReceiveAsync(TenantId tenant, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        if (!NotificationJson.TryParse(content, out ConsentNotification? notification, out var jws, out var refusal))
        {
            return Refuse(verdict, Check.Failed("envelope", refusal.Code, refusal.Message));
        }

        var message = jws.ToSignedMessage(ConsentNotification.Type, notification.From.Value, notification.At);
        if (await _verifier.VerifyAsync(verdict, message, TrustAct.AttestConsent, ConsentNotification.Type, cancellationToken: cancellationToken) is null)
        {
            return verdict.Refuse<FollowedNotification>();
        }

        return notification.To == self
            ? await FollowAsync(verdict, tenant, notification, Digest.Of(jws.Payload.Span), cancellationToken)
            : Refuse(verdict, Check.Failed("notification", NotificationRefusalCodes.Recipient, "It is meant for another party."));
    }

    private async ValueTask<Verification<FollowedNotification>> FollowAsync(
        VerdictBuilder verdict, TenantId tenant, ConsentNotification notification, Digest content, CancellationToken cancellationToken)
    {
        var shard = ConsentStanding.ShardOf(tenant, notification.From, notification.ConsentId);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var known = await standings.FindAsync(shard, cancellationToken);
            if (await once.FindAsync(shard, Scope, notification.EventId.ToString(), cancellationToken) is { } earlier)
            {
                return earlier.Content == content && known is not null
                    ? Accept(verdict, known, earlier.Answer)
                    : Refuse(verdict, Check.Failed("notification", ConsentRefusalCodes.IdempotencyConflict, "The same event was told with another content."));
            }

            if (known is not null && (known.Consent != notification.Consent || Revives(known, notification)))
            {
                return Refuse(verdict, Check.Failed("notification", ConsentRefusalCodes.TransitionForbidden, "What has ended stays so, and a name stays with its consent."));
            }

            // An older one is acknowledged, so that it comes no more, and changes nothing.
            var next = known is not null && known.Sequence >= notification.Sequence
                ? known
                : new ConsentStanding(shard, notification.ConsentId, notification.Consent, notification.Sequence, notification.State, notification.At);
            var answer = await AcknowledgeAsync(tenant, notification, verdict.At, cancellationToken);
            var mark = new OnceKey(Scope, notification.EventId.ToString(), content, verdict.At + Memory) { Answer = answer };
            switch (await standings.CommitAsync(next, known?.Sequence ?? 0, new Effects { Once = mark }, cancellationToken))
            {
                case CommitOutcome.Committed:
                    return Accept(verdict, next, answer);
                case CommitOutcome.Unknown:
                    return Refuse(verdict, Check.NotChecked("commit", ConsentRefusalCodes.OutcomeUnknown, "Whether it is durable is not known: send it again."));
                default:
                    continue;      // the same one, or another, was quicker
            }
        }

        return Refuse(verdict, Check.NotChecked("commit", ConsentRefusalCodes.Busy, "The consent is changed all the time: send it again."));
    }

    private static bool Revives(ConsentStanding known, ConsentNotification told) =>
        told.Sequence > known.Sequence && told.State != known.State && known.State is ConsentState.Withdrawn or ConsentState.Expired or ConsentState.Superseded;

    private async ValueTask<byte[]> AcknowledgeAsync(TenantId tenant, ConsentNotification notification, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var signer = await signers.FindSignerAsync(tenant, NotificationAcknowledgement.Type, cancellationToken) ?? throw new InvalidOperationException("There is no key to sign acknowledgements with.");
        var acknowledgement = new NotificationAcknowledgement(notification.ConsentId, notification.Consent, notification.Sequence, notification.EventId, self, at);
        return await Jws.SignAsync(signer, JwsSigningHeader.Of(NotificationAcknowledgement.Type), NotificationJson.Write(acknowledgement), cancellationToken);
    }

    private static Verification<FollowedNotification> Accept(VerdictBuilder verdict, ConsentStanding standing, ReadOnlyMemory<byte> acknowledgement)
    {
        verdict.Add(Check.Passed("notification"));
        return verdict.Accept(new FollowedNotification(standing, acknowledgement));
    }

    private static Verification<FollowedNotification> Refuse(VerdictBuilder verdict, Check check)
    {
        verdict.Demand(check);
        return verdict.Refuse<FollowedNotification>();
    }
}
