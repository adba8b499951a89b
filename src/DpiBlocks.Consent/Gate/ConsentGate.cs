using System.Collections.Immutable;
using System.Security.Cryptography;

namespace DpiBlocks.Consent;

/// <summary>
/// Answers from a person's consent: may this data of hers leave now? A decision is counted once under the caller's request id, and is durable and in
/// her journal before it is returned. Every further page is judged anew, on the consent as it stands then.
/// </summary>
/// <remarks>
/// No decision stands behind a withdrawal in her journal: it is committed only if the consent is still of the version that was judged. A refusal is
/// in the journal too. What cannot be recorded is not decided.
/// </remarks>
/// <param name="options">Who holds the data here.</param>
/// <param name="store">The consents.</param>
/// <param name="once">The marks of decisions.</param>
/// <param name="consents">Reads consents that were verified when they were given, and verifies them again.</param>
/// <param name="audit">The log.</param>
/// <param name="policy">What may stand unchecked.</param>
/// <param name="time">The clock.</param>
public sealed class ConsentGate(
    ConsentGateOptions options, IConsentStore store, IOnceStore once, KnownConsents consents, IAuditLog audit, IVerdictPolicy policy, TimeProvider time) : IDisclosureAuthority
{
    /// <summary>The kind of <see cref="LegalBasis"/> that this authority answers for; its reference is the consent's id.</summary>
    public const string BasisKind = "consent";

    private const string Scope = "consent.use";
    private const int Attempts = 256;
    private const int MaxNames = 16 * 1024;      // characters of all fields and accounts of one request

    /// <inheritdoc/>
    public async ValueTask<Verification<DisclosureDecision>> DecideAsync(DisclosureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        for (var attempt = 1; ; attempt++)
        {
            var verdict = new VerdictBuilder(policy, time.GetUtcNow());
            if (await TryDecideAsync(verdict, request, attempt == Attempts, cancellationToken) is { } decided)
            {
                return decided;
            }

            // Somebody was quicker: the consent as it stands now is judged.
            await Task.Delay(RandomNumberGenerator.GetInt32(1, 2 + Math.Min(attempt, 16)), cancellationToken);
        }
    }

    // Null when the consent has changed meanwhile.
    private async ValueTask<Verification<DisclosureDecision>?> TryDecideAsync(
        VerdictBuilder verdict, DisclosureRequest request, bool isLast, CancellationToken cancellationToken)
    {
        if (!verdict.Demand(CheckBasis(request, out var id)))
        {
            return verdict.Refuse<DisclosureDecision>();
        }

        var shard = request.Subject is { } subject ? ShardKey.Of(request.Tenant, subject) : await store.FindShardAsync(request.Tenant, id, cancellationToken);
        var record = shard is { } known ? await store.FindAsync(known, id, cancellationToken) : null;
        if (record is null)
        {
            // Nobody's journal but the asking party's is told: whether there is such a person is not for it to know.
            verdict.Demand(Check.Failed("consent", ConsentRefusalCodes.NotFound, "There is no such consent."));
            return await RefuseAsync(verdict, request, ShardKey.Of(request.Tenant, request.Recipient), cancellationToken);
        }

        var (artefact, checks, refusal) = await consents.ReadAsync(request.Tenant, record, verdict.At, cancellationToken);
        if (!verdict.Add("consent", checks) || artefact is null)
        {
            // No policy lets stand here what it did not let stand there.
            verdict.Demand(new Check { Name = "consent", Outcome = CheckOutcome.NotChecked, Reason = refusal });
            return await RefuseAsync(verdict, request, record.Shard, cancellationToken);
        }

        if (!verdict.Demand(CheckSize(request))
            || (options.AsksRepresentationAnew && artefact.GivenBy != artefact.Subject && !await consents.MayStillActAsync(verdict, request.Tenant, artefact, cancellationToken))
            || !verdict.Demand(CheckEvidence(request, record))
            || !UseJudge.Judge(verdict, artefact, record.State, request, options.Provider, options.ClipsRange, out var range))
        {
            return await RefuseAsync(verdict, request, record.Shard, cancellationToken);
        }

        return await CommitAsync(verdict, request, record, artefact, range, isLast, cancellationToken);
    }

    private async ValueTask<Verification<DisclosureDecision>?> CommitAsync(
        VerdictBuilder verdict, DisclosureRequest request, ConsentRecord record, ConsentArtefact artefact, DataRange? range, bool isLast, CancellationToken cancellationToken)
    {
        var name = $"{request.Recipient.Value} {request.RequestId}";
        var question = DecisionJson.HashOf(request, countsEvidence: false);
        var count = UseJudge.CheckCount(artefact, record, verdict.At);
        if (count.Outcome is CheckOutcome.Passed && request.Continues is null)
        {
            var answer = Decide(request, record, artefact, range, verdict.At, out var decision);
            var mark = new OnceKey(Scope, name, question, RememberUntil(artefact)) { Answer = answer };
            var counted = UseJudge.Count(artefact, record, verdict.At);
            switch (await store.CommitAsync(counted, record.Version, new Effects { Once = mark, Audit = [Seal(request, record.Shard, verdict.At, decision)] }, cancellationToken))
            {
                case CommitOutcome.Committed:
                    verdict.Add(count);
                    return verdict.Accept(decision);
                case CommitOutcome.Unknown:
                    verdict.Demand(Check.NotChecked("consent_count", ConsentRefusalCodes.OutcomeUnknown, "Whether the decision is durable is not known: ask again with the same request id."));
                    return verdict.Refuse<DisclosureDecision>();
                default:
                    break;      // it was decided before, or the consent has changed
            }
        }

        return await once.FindAsync(record.Shard, Scope, name, cancellationToken) is { } earlier
            ? await ContinueAsync(verdict, request, record, artefact, earlier, question, isLast, cancellationToken)
            : await NothingEarlierAsync(verdict, request, record, count, isLast, cancellationToken);
    }

    // The same question again, or its next page: the same decision, counted already, and in the journal once more.
    private async ValueTask<Verification<DisclosureDecision>?> ContinueAsync(
        VerdictBuilder verdict, DisclosureRequest request, ConsentRecord record, ConsentArtefact artefact, OnceKey earlier, Digest question, bool isLast, CancellationToken cancellationToken)
    {
        if (earlier.Content != question || !DecisionJson.TryRead(earlier.Answer, out var decision, out var decidedAt))
        {
            verdict.Demand(Check.Failed("consent_request", ConsentRefusalCodes.IdempotencyConflict, "The request id was used for another question."));
            return await RefuseAsync(verdict, request, record.Shard, cancellationToken);
        }

        // Counted once, it does not become a stream: what is asked for later is another use, under another id.
        if ((request.Continues is { } continued && continued != decision.Id) || verdict.At - decidedAt >= options.TransferTime)
        {
            return await RefuseContinuationAsync(verdict, request, record, cancellationToken);
        }

        decision = decision with { ValidUntil = UntilWhen(record, verdict.At), KeepFor = KeepUntil(artefact, verdict.At) - verdict.At };
        return await store.CommitAsync(record, record.Version, new Effects { Audit = [Seal(request, record.Shard, verdict.At, decision)] }, cancellationToken) switch
        {
            CommitOutcome.Committed => Accept(verdict, decision),
            CommitOutcome.Conflict when !isLast => null,
            CommitOutcome.Conflict => Refuse(verdict, Check.NotChecked("consent", ConsentRefusalCodes.Busy, "The consent is changed all the time: ask again.")),
            _ => Refuse(verdict, Check.NotChecked("consent", ConsentRefusalCodes.OutcomeUnknown, "Whether the decision is durable is not known: ask again with the same request id.")),
        };
    }

    private async ValueTask<Verification<DisclosureDecision>?> NothingEarlierAsync(
        VerdictBuilder verdict, DisclosureRequest request, ConsentRecord record, Check count, bool isLast, CancellationToken cancellationToken)
    {
        if (request.Continues is not null)
        {
            return await RefuseContinuationAsync(verdict, request, record, cancellationToken);
        }

        if (!verdict.Demand(count))
        {
            return await RefuseAsync(verdict, request, record.Shard, cancellationToken);
        }

        return isLast ? Refuse(verdict, Check.NotChecked("consent", ConsentRefusalCodes.Busy, "The consent is changed all the time: ask again.")) : null;
    }

    private ValueTask<Verification<DisclosureDecision>> RefuseContinuationAsync(
        VerdictBuilder verdict, DisclosureRequest request, ConsentRecord record, CancellationToken cancellationToken)
    {
        verdict.Demand(Check.Failed("consent_request", ConsentRefusalCodes.DecisionUnknown, "No decision that was made under this request id is continued, or it was made too long ago."));
        return RefuseAsync(verdict, request, record.Shard, cancellationToken);
    }

    private static Check CheckBasis(DisclosureRequest request, out ConsentId id)
    {
        id = default;
        return string.Equals(request.Basis.Kind, BasisKind, StringComparison.Ordinal) && ConsentId.TryParse(request.Basis.Reference, out id)
            ? Check.Passed("consent_basis")
            : Check.Failed("consent_basis", ConsentRefusalCodes.BasisUnknown, "The request does not rest on a consent.");
    }

    private static Check CheckSize(DisclosureRequest request) => IsBounded(request)
        ? Check.Passed("consent_request")
        : Check.Failed("consent_request", ConsentRefusalCodes.Field, "More fields or accounts are asked for than one request may name.");

    private static bool IsBounded(DisclosureRequest request) =>
        SizeOf(request.Fields) + SizeOf(request.FieldsUsed) + (request.Resources.IsDefault ? 0 : request.Resources.Sum(resource => resource?.Length ?? 0)) <= MaxNames;

    private static int SizeOf(ImmutableArray<FieldPath> fields) => fields.IsDefault ? 0 : fields.Sum(field => field.Value.Length);

    private static DateTimeOffset RememberUntil(ConsentArtefact artefact) =>
        artefact.ExpiresAt > DateTimeOffset.MaxValue.AddDays(-1) ? DateTimeOffset.MaxValue : artefact.ExpiresAt.AddDays(1);

    // Whoever sends the artefact along sends the one that is kept, to the byte.
    private static Check CheckEvidence(DisclosureRequest request, ConsentRecord record) =>
        request.Basis.Evidence.IsEmpty || Digest.Of(request.Basis.Evidence.Span) == record.Hash
            ? Check.Passed("consent_evidence")
            : Check.Failed("consent_evidence", ConsentRefusalCodes.PartyMismatch, "The consent that was sent along is not the one that the person has given.");

    private byte[] Decide(DisclosureRequest request, ConsentRecord record, ConsentArtefact artefact, DataRange? range, DateTimeOffset at, out DisclosureDecision decision)
    {
        decision = new DisclosureDecision
        {
            Id = default,
            Subject = artefact.Subject,
            Fields = request.Fields,
            Resources = request.Resources.IsDefault ? [] : request.Resources,
            Filters = artefact.Filters,
            ValidUntil = UntilWhen(record, at),
            Range = range,
            KeepFor = KeepUntil(artefact, at) - at,
            Duties = artefact.Mode switch { ConsentMode.View => [DisclosureDuties.ViewOnly], ConsentMode.Query => [DisclosureDuties.QueryOnly], _ => [] },
        };
        var answer = DecisionJson.Write(decision, request, record, at);
        decision = decision with { Id = Digest.Of(answer) };
        return answer;
    }

    // The earlier of the two; what must be gone already cannot be kept at all.
    private static DateTimeOffset? KeepUntil(ConsentArtefact artefact, DateTimeOffset at) => (artefact.DataLife?.After(at), artefact.EraseAt) switch
    {
        (var life, null) => life,
        ({ } life, { } erase) when life <= erase => life,
        (_, { } erase) => erase > at ? erase : at,
    };

    private DateTimeOffset UntilWhen(ConsentRecord record, DateTimeOffset at) =>
        record.ExpiresAt - at < options.DecisionLifetime ? record.ExpiresAt : at + options.DecisionLifetime;

    private static Verification<DisclosureDecision> Accept(VerdictBuilder verdict, DisclosureDecision decision)
    {
        verdict.Add(Check.Passed("consent_count"));
        return verdict.Accept(decision);
    }

    private static Verification<DisclosureDecision> Refuse(VerdictBuilder verdict, Check check)
    {
        verdict.Demand(check);
        return verdict.Refuse<DisclosureDecision>();
    }

    private async ValueTask<Verification<DisclosureDecision>> RefuseAsync(
        VerdictBuilder verdict, DisclosureRequest request, ShardKey shard, CancellationToken cancellationToken)
    {
        var refused = verdict.Refuse<DisclosureDecision>();
        await audit.AppendAsync(Seal(request, shard, verdict.At, decision: null, refused.Refusal!.Code), cancellationToken);
        return refused;
    }

    private AuditEntry Seal(DisclosureRequest request, ShardKey shard, DateTimeOffset at, DisclosureDecision? decision, string outcome = "accepted") => audit.Seal(new AuditEvent
    {
        Shard = shard,
        Action = "disclosure.decided",
        Outcome = outcome,
        At = at,
        Actor = request.Recipient,
        Subject = decision?.Subject ?? request.Subject,
        Purpose = request.Purpose,
        Basis = $"{BasisKind} {request.Basis.Reference}",
        Fields = request.Fields.IsDefault || !IsBounded(request) ? [] : request.Fields,
        Target = decision?.Id,
    });
}
