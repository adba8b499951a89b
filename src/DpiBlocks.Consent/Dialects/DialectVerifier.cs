using DpiBlocks.Cryptography;

namespace DpiBlocks.Consent;

/// <summary>Judges whether a consent in a dialect is genuine: read, and signed by the consent manager that attests it, with the key registered for it.</summary>
/// <param name="keys">The keys of consent managers.</param>
/// <param name="trust">Which of them may attest consents for which purpose.</param>
/// <param name="policy">What may stand unchecked.</param>
public sealed class DialectVerifier(IKeyResolver keys, ITrustPolicy trust, IVerdictPolicy policy)
{
    private readonly SignatureVerifier _verifier = new(keys, trust);

    /// <summary>Reads and verifies.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="envelope">The signed consent.</param>
    /// <param name="context">What it does not say: for ReBIT its Account Aggregator too (<see cref="DialectContext.Attestor"/>).</param>
    /// <param name="at">The time of the verdict.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict: refused as <see cref="ConsentDialect.TryImport"/> says, with <see cref="ConsentRefusalCodes.Authority"/> when nobody attests it, or for its key, signature or time.</returns>
    public async ValueTask<Verification<ImportedConsent>> VerifyAsync(
        ConsentDialect dialect, SignedConsentDetail envelope, DialectContext context, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(envelope);
        var verdict = new VerdictBuilder(policy, at);
        if (!dialect.TryImport(envelope.Detail, context, out var consent, out var refusal))
        {
            verdict.Demand(Check.Failed("consent", refusal.Code, refusal.Message));
            return verdict.Refuse<ImportedConsent>();
        }

        var artefact = consent.Artefact;
        if (artefact.Attestor is not { } attestor)
        {
            verdict.Demand(Check.Failed("consent", ConsentRefusalCodes.Authority, "It is not known which consent manager attests the consent."));
            return verdict.Refuse<ImportedConsent>();
        }

        var message = envelope.ToSignedMessage(attestor, artefact.GivenAt);
        return await _verifier.VerifyAsync(verdict, message, TrustAct.AttestConsent, artefact.Purpose.Value, cancellationToken: cancellationToken) is not null
            && verdict.Demand(new ValidityPeriod(artefact.GivenAt, null, null).CheckAt(at, default, "validity"))
                ? verdict.Accept(consent)
                : verdict.Refuse<ImportedConsent>();
    }
}
