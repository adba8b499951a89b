using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent;

/// <summary>Answers from typed policies, where no consent is needed: a statute, the order of a court, an emergency. Every answer is in the person's journal; of an emergency she is told by a message that becomes durable with the decision.</summary>
/// <param name="options">What is open to whom.</param>
/// <param name="decisions">Makes decisions durable.</param>
/// <param name="once">The marks of decisions.</param>
/// <param name="signers">The key with which messages to persons are signed, asked for by <see cref="NoticeType"/>.</param>
/// <param name="audit">The log.</param>
/// <param name="policy">What may stand unchecked.</param>
/// <param name="time">The clock.</param>
public sealed class StatuteAuthority(
    StatuteAuthorityOptions options, IDecisionStore decisions, IOnceStore once, IKeyStore signers, IAuditLog audit, IVerdictPolicy policy, TimeProvider time) : IDisclosureAuthority
{
    /// <summary>The type of the signed message to the person, whose payload is the decision.</summary>
    public const string NoticeType = "disclosure-notice+jwt";

    private const string Scope = "basis.use";
    private const int MaxReference = 256;

    /// <inheritdoc/>
    public async ValueTask<Verification<DisclosureDecision>> DecideAsync(DisclosureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        if (!Judge(verdict, request, out var ground) || request.Subject is not { } subject)
        {
            // Whose journal it is follows from the request; where it names nobody, it is the asking party's.
            var shard = request.Subject is { } named ? ShardKey.Of(request.Tenant, named) : ShardKey.Of(request.Tenant, request.Recipient);
            return await RefuseAsync(verdict, request, shard, cancellationToken);
        }

        return await DecideAsync(verdict, request, ground!, ShardKey.Of(request.Tenant, subject), cancellationToken);
    }

    private async ValueTask<Verification<DisclosureDecision>> DecideAsync(
        VerdictBuilder verdict, DisclosureRequest request, LegalGround ground, ShardKey shard, CancellationToken cancellationToken)
    {
        var name = $"{request.Recipient.Value} {request.RequestId}";
        var question = DecisionJson.HashOf(request, countsEvidence: true);
        if (request.Continues is null && await once.FindAsync(shard, Scope, name, cancellationToken) is null)
        {
            var answer = Decide(request, ground, verdict.At, out var decision);
            var effects = new Effects
            {
                Once = new OnceKey(Scope, name, question, verdict.At.AddDays(1)) { Answer = answer },
                Audit = [Seal(request, shard, verdict.At, decision, "accepted")],
                Messages = ground.MustNotify ? [await NotifyAsync(shard, decision, answer, cancellationToken)] : [],
            };
            switch (await decisions.CommitAsync(shard, effects, cancellationToken))
            {
                case CommitOutcome.Committed:
                    return verdict.Accept(decision);
                case CommitOutcome.Unknown:
                    return NotKnown(verdict);
                default:
                    break;      // the same question, or another, was quicker
            }
        }

        return await ContinueAsync(verdict, request, shard, await once.FindAsync(shard, Scope, name, cancellationToken), question, cancellationToken);
    }

    // The same question again, or its next page: the same decision, judged anew, and in the journal once more.
    private async ValueTask<Verification<DisclosureDecision>> ContinueAsync(
        VerdictBuilder verdict, DisclosureRequest request, ShardKey shard, OnceKey? earlier, Digest question, CancellationToken cancellationToken)
    {
        if (earlier is not null && (earlier.Content != question || !DecisionJson.TryRead(earlier.Answer, out _, out _)))
        {
            verdict.Demand(Check.Failed("basis_request", ConsentRefusalCodes.IdempotencyConflict, "The request id was used for another question."));
            return await RefuseAsync(verdict, request, shard, cancellationToken);
        }

        if (earlier is null || !DecisionJson.TryRead(earlier.Answer, out var decision, out _) || (request.Continues is { } continued && continued != decision.Id))
        {
            verdict.Demand(Check.Failed("basis_request", ConsentRefusalCodes.DecisionUnknown, "The page continues no decision that was made under this request id."));
            return await RefuseAsync(verdict, request, shard, cancellationToken);
        }

        decision = decision with { ValidUntil = verdict.At + options.DecisionLifetime };
        var entry = Seal(request, shard, verdict.At, decision, "accepted");
        return await audit.AppendAsync(entry, cancellationToken) is CommitOutcome.Committed ? verdict.Accept(decision) : NotKnown(verdict);
    }

    private bool Judge(VerdictBuilder verdict, DisclosureRequest request, out LegalGround? ground)
    {
        var found = options.Grounds.FirstOrDefault(candidate => Names(candidate, request.Basis) && (candidate.ExpiresAt is not { } end || verdict.At < end));
        ground = found;
        return Demand(verdict, "basis", found is not null, BasisRefusalCodes.NotInForce, "No policy stands for that basis.")
            && Demand(verdict, "basis_subject", request.Subject is not null, BasisRefusalCodes.Subject, "The request does not say whose data.")
            && Demand(verdict, "basis_party", found!.Recipients.Contains(request.Recipient), BasisRefusalCodes.Party, "The policy names other recipients.")
            && Demand(verdict, "basis_purpose", found.Purposes.Contains(request.Purpose), BasisRefusalCodes.Purpose, "The policy names other purposes.")
            && Demand(verdict, "basis_evidence", !found.NeedsEvidence || !request.Basis.Evidence.IsEmpty, BasisRefusalCodes.Evidence, "What proves the basis was not sent along.")
            && Demand(verdict, "basis_fields", UseJudge.CoversAll(found.Scopes, request), BasisRefusalCodes.Field, "A field is asked for, or used to find the answer, that the policy does not open.");
    }

    private static bool Demand(VerdictBuilder verdict, string name, bool holds, string code, string message) =>
        verdict.Demand(holds ? Check.Passed(name) : Check.Failed(name, code, message));

    private static bool Names(LegalGround ground, LegalBasis basis) =>
        string.Equals(ground.Kind, basis.Kind, StringComparison.Ordinal)
        && (ground.Reference is null
            ? basis.Reference is { Length: > 0 and <= MaxReference } reference && !reference.AsSpan().ContainsAnyExceptInRange(' ', '~')
            : string.Equals(ground.Reference, basis.Reference, StringComparison.Ordinal));

    private byte[] Decide(DisclosureRequest request, LegalGround ground, DateTimeOffset at, out DisclosureDecision decision)
    {
        decision = new DisclosureDecision
        {
            Id = default,
            Subject = request.Subject!.Value,
            Fields = request.Fields,
            Resources = request.Resources.IsDefault ? [] : request.Resources,
            ValidUntil = at + options.DecisionLifetime,
            Range = request.Range,
            KeepFor = ground.KeepFor,
        };
        var answer = DecisionJson.Write(decision, request, record: null, at);
        decision = decision with { Id = Digest.Of(answer) };
        return answer;
    }

    // Signed before anything is written: no transaction waits for a key.
    private async ValueTask<OutboxMessage> NotifyAsync(ShardKey shard, DisclosureDecision decision, byte[] answer, CancellationToken cancellationToken)
    {
        var signer = await signers.FindSignerAsync(shard.Tenant, NoticeType, cancellationToken) ?? throw new InvalidOperationException("There is no key to sign notices with.");
        var content = await Jws.SignAsync(signer, JwsSigningHeader.Of(NoticeType), answer, cancellationToken);
        return new OutboxMessage(shard, new Guid(decision.Id.ToByteArray().AsSpan(0, 16), bigEndian: true), options.PersonNotices, $"application/{NoticeType}", content);
    }

    private async ValueTask<Verification<DisclosureDecision>> RefuseAsync(VerdictBuilder verdict, DisclosureRequest request, ShardKey shard, CancellationToken cancellationToken)
    {
        var refused = verdict.Refuse<DisclosureDecision>();
        await audit.AppendAsync(Seal(request, shard, verdict.At, decision: null, refused.Refusal!.Code), cancellationToken);
        return refused;
    }

    private static Verification<DisclosureDecision> NotKnown(VerdictBuilder verdict)
    {
        verdict.Demand(Check.NotChecked("commit", ConsentRefusalCodes.OutcomeUnknown, "Whether the decision is durable is not known: ask again with the same request id."));
        return verdict.Refuse<DisclosureDecision>();
    }

    private AuditEntry Seal(DisclosureRequest request, ShardKey shard, DateTimeOffset at, DisclosureDecision? decision, string outcome) => audit.Seal(new AuditEvent
    {
        Shard = shard,
        Action = "disclosure.decided",
        Outcome = outcome,
        At = at,
        Actor = request.Recipient,
        Subject = request.Subject,
        Purpose = request.Purpose,
        Basis = DisplayText.Escape($"{request.Basis.Kind} {request.Basis.Reference}"),
        Fields = request.Fields.IsDefault ? [] : request.Fields,
        Target = decision?.Id,
    });
}
