using DpiBlocks.Cryptography;

namespace DpiBlocks.Consent;

/// <summary>A consent whose signature stands, given by one who may give it.</summary>
/// <param name="Consent">The consent.</param>
/// <param name="Signer">Who signed: the person, one who may act for her, or a consent manager.</param>
public sealed record VerifiedConsent(SignedConsent Consent, PartyId Signer)
{
    /// <summary>Gets what was agreed to.</summary>
    public ConsentArtefact Artefact => Consent.Artefact;
}

/// <summary>Judges whether a signed consent is genuine: the key registered for its signer, the signature, and whether the signer may.</summary>
/// <param name="keys">The keys that were registered for persons, and those of consent managers.</param>
/// <param name="trust">Which consent manager may attest consents for which purpose.</param>
/// <param name="representation">Who may act for whom.</param>
/// <param name="policy">What may stand unchecked.</param>
public sealed class ConsentVerifier(IKeyResolver keys, ITrustPolicy trust, IRepresentationResolver representation, IVerdictPolicy policy)
{
    private readonly SignatureVerifier _attested = new(keys, trust);
    private readonly SignatureVerifier _own = new(keys, new OwnKey());

    /// <summary>Verifies.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="consent">The consent.</param>
    /// <param name="at">The time of the verdict.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict: refused with <see cref="ConsentRefusalCodes.Authority"/>, or for its key, signature, time or signer.</returns>
    public async ValueTask<Verification<VerifiedConsent>> VerifyAsync(
        TenantId tenant, SignedConsent consent, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(consent);
        var verdict = new VerdictBuilder(policy, at);
        var artefact = consent.Artefact;
        var verifier = artefact.Attestor is null ? _own : _attested;
        var key = await verifier.VerifyAsync(verdict, consent.ToSignedMessage(), TrustAct.AttestConsent, artefact.Purpose.Value, cancellationToken: cancellationToken);
        return key is not null
            && verdict.Demand(new ValidityPeriod(artefact.GivenAt, null, null).CheckAt(at, default, "validity"))
            && await MayGiveAsync(verdict, tenant, artefact, cancellationToken)
                ? verdict.Accept(new VerifiedConsent(consent, key.Owner))
                : verdict.Refuse<VerifiedConsent>();
    }

    /// <summary>Adds whether a person may speak for another in a purpose, or speaks for herself.</summary>
    internal async ValueTask<bool> MayActAsync(
        VerdictBuilder verdict, TenantId tenant, SubjectId actor, SubjectId subject, PurposeCode purpose, CancellationToken cancellationToken)
    {
        if (actor == subject)
        {
            return verdict.Add(Check.Passed("authority"));
        }

        var judged = await representation.JudgeAsync(tenant, actor, subject, purpose.Value, verdict.At, cancellationToken);
        if (judged.IsDefaultOrEmpty || !judged.Any(check => check.Outcome is CheckOutcome.Passed))
        {
            judged = [.. judged.IsDefault ? [] : judged, Check.NotChecked(string.Empty, ConsentRefusalCodes.Authority, "Nobody says that this person may act for that one.")];
        }

        // Whether she may is never waived: a guardian whom nobody could be asked about is none today.
        return judged.All(check => verdict.Demand(check with
        {
            Name = check.Name.Length == 0 ? "authority" : $"authority.{check.Name}",
            Reason = check.Outcome is CheckOutcome.Failed ? new Refusal(ConsentRefusalCodes.Authority, "This person may not act for that one in this.") : check.Reason,
            Outcome = check.Outcome is CheckOutcome.NotApplicable ? CheckOutcome.Passed : check.Outcome,
        }));
    }

    private ValueTask<bool> MayGiveAsync(VerdictBuilder verdict, TenantId tenant, ConsentArtefact artefact, CancellationToken cancellationToken) =>
        MayActAsync(verdict, tenant, artefact.GivenBy, artefact.Subject, artefact.Purpose, cancellationToken);
}
