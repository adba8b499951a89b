using System.Collections.Immutable;
using System.Text;

namespace DpiBlocks.Consent;

/// <summary>A person's consents with one provider.</summary>
/// <param name="Provider">Who holds the data.</param>
/// <param name="Consents">The consents, with where each stands now.</param>
public sealed record PooledProvider(PartyId Provider, ImmutableArray<PooledConsent> Consents);

/// <summary>One consent of a person.</summary>
/// <param name="Artefact">What was agreed to.</param>
/// <param name="State">Where it stands now.</param>
/// <param name="Refusal">Why it could not be taken back; null when it was, or when nobody tried.</param>
public sealed record PooledConsent(ConsentArtefact Artefact, ConsentState State, Refusal? Refusal = null);

/// <summary>What became of an act on several consents.</summary>
/// <param name="Providers">The providers in the order of their names, with the consents that were to be taken back, and where each stands now.</param>
public sealed record PooledWithdrawal(ImmutableArray<PooledProvider> Providers);

/// <summary>All consents of one person, at whatever provider, in one view; and taken back by one act. Each provider is told only of its own.</summary>
/// <param name="store">The consents.</param>
/// <param name="once">The marks of acts, by which one that was cut off goes on.</param>
/// <param name="ledger">Changes the consents, and has the parties told.</param>
/// <param name="policy">What may stand unchecked.</param>
/// <param name="time">The clock.</param>
public sealed class ConsentPool(IConsentStore store, IOnceStore once, ConsentLedger ledger, IVerdictPolicy policy, TimeProvider time)
{
    /// <summary>The most consents of one person that are shown, or taken back by one act: those that have ended do not count there.</summary>
    public const int MaxConsents = 10_000;

    private const string Scope = "consent.pool";
    private const int PageSize = 256;
    private static readonly Check Allowed = Check.Passed("authority");
    private static readonly Check NotAllowed = Check.Failed("authority", ConsentRefusalCodes.Authority, "This person may not act for that one in this.");
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Reads all consents of one person, by provider.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="subject">The person; the caller has made sure that she, or her representative, is asking.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The providers in the order of their names.</returns>
    public async ValueTask<ImmutableArray<PooledProvider>> ReadAsync(TenantId tenant, SubjectId subject, CancellationToken cancellationToken = default)
    {
        var consents = new List<PooledConsent>();
        foreach (var record in await ListAsync(ShardKey.Of(tenant, subject), _ => true, cancellationToken))
        {
            if (SignedConsent.TryParse(record.Content, out var signed, out _))
            {
                consents.Add(new PooledConsent(signed.Artefact, ConsentLifeCycle.StateAt(record.State, signed.Artefact, time.GetUtcNow())));
            }
        }

        return Group(consents);
    }

    /// <summary>
    /// Takes back all consents of one person that hold or are paused, or those that one recipient has. Which those are is written down first: asked
    /// again under the same request id, after a kill too, it goes on with the same ones, and consents given meanwhile stand.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="subject">The person.</param>
    /// <param name="actor">Who does it, authenticated: she, or one who may act for her.</param>
    /// <param name="requestId">The caller's name for this act.</param>
    /// <param name="recipient">Whose consents; null for everybody's.</param>
    /// <param name="cancellationToken">Gives up waiting; what is done is done.</param>
    /// <returns>
    /// What became of each that the actor may take back, by provider, where one that could not be says why; or refused, and nothing was done, with
    /// <see cref="ConsentRefusalCodes.Authority"/> where she may take back none, <see cref="ConsentRefusalCodes.IdempotencyConflict"/> or
    /// <see cref="ConsentRefusalCodes.OutcomeUnknown"/>.
    /// </returns>
    /// <exception cref="AuditUnavailableException">The log takes nothing in.</exception>
    public async ValueTask<Verification<PooledWithdrawal>> WithdrawAsync(
        TenantId tenant, SubjectId subject, SubjectId actor, string requestId, PartyId? recipient = null, CancellationToken cancellationToken = default)
    {
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        var shard = ShardKey.Of(tenant, subject);
        var content = Digest.Of(StrictUtf8.GetBytes($"{actor.Value} {recipient?.Value}"));
        var mark = await FixAsync(shard, content, requestId, recipient, cancellationToken);
        if (!verdict.Demand(CheckMark(mark, content)))
        {
            return verdict.Refuse<PooledWithdrawal>();
        }

        var isShutOut = false;
        var consents = new List<PooledConsent>();
        foreach (var id in Encoding.ASCII.GetString(mark!.Answer.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ConsentId.Parse))
        {
            var changed = await ledger.ChangeAsync(shard, id, ConsentAct.Withdraw, actor, effects: null, cancellationToken);
            isShutOut = changed.Refusal?.Code is ConsentRefusalCodes.Authority;
            if (isShutOut)
            {
                continue;      // who may not take it back is not told of it either
            }

            if (await store.FindAsync(shard, id, cancellationToken) is { } record && SignedConsent.TryParse(record.Content, out var signed, out _))
            {
                consents.Add(new PooledConsent(signed.Artefact, ConsentLifeCycle.StateAt(record.State, signed.Artefact, time.GetUtcNow()), changed.Refusal));
            }
        }

        return verdict.Demand(isShutOut && consents.Count == 0 ? NotAllowed : Allowed)
            ? verdict.Accept(new PooledWithdrawal(Group(consents)))
            : verdict.Refuse<PooledWithdrawal>();
    }

    private static Check CheckMark(OnceKey? mark, Digest content) =>
        mark is null ? Check.NotChecked("consent_request", ConsentRefusalCodes.OutcomeUnknown, "Whether the act is written down is not known: ask again with the same request id.")
        : mark.Content == content ? Check.Passed("consent_request")
        : Check.Failed("consent_request", ConsentRefusalCodes.IdempotencyConflict, "The request id was used for another act.");

    // The mark that holds the names of the consents, as they were when it was asked first; null when nobody knows whether it was written.
    private async ValueTask<OnceKey?> FixAsync(ShardKey shard, Digest content, string requestId, PartyId? recipient, CancellationToken cancellationToken)
    {
        if (await once.FindAsync(shard, Scope, requestId, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        var now = time.GetUtcNow();
        var ids = (await ListAsync(shard, record => IsOpen(record, recipient, now), cancellationToken)).Select(record => record.Id.Value);
        var mark = new OnceKey(Scope, requestId, content, now + Memory) { Answer = Encoding.ASCII.GetBytes(string.Join('\n', ids)) };
        return await once.TryAddAsync(shard, mark, cancellationToken) is CommitOutcome.Committed
            ? mark
            : await once.FindAsync(shard, Scope, requestId, cancellationToken);      // another call of the same name was quicker, or it is not known
    }

    private static bool IsOpen(ConsentRecord record, PartyId? recipient, DateTimeOffset now) =>
        SignedConsent.TryParse(record.Content, out var signed, out _)
        && (recipient is null || signed.Artefact.Recipient == recipient)
        && ConsentLifeCycle.StateAt(record.State, signed.Artefact, now) is ConsentState.Given or ConsentState.Active or ConsentState.Paused;

    private async ValueTask<List<ConsentRecord>> ListAsync(ShardKey shard, Func<ConsentRecord, bool> isWanted, CancellationToken cancellationToken)
    {
        var all = new List<ConsentRecord>();
        ConsentId? after = null;
        while (all.Count < MaxConsents && await store.ListAsync(shard, after, PageSize, cancellationToken) is { IsEmpty: false } page)
        {
            all.AddRange(page.Where(isWanted));
            after = page[^1].Id;
        }

        return all;
    }

    private static ImmutableArray<PooledProvider> Group(List<PooledConsent> consents) =>
        [.. consents.GroupBy(consent => consent.Artefact.Provider).OrderBy(group => group.Key.Value, StringComparer.Ordinal).Select(group => new PooledProvider(group.Key, [.. group]))];
}
