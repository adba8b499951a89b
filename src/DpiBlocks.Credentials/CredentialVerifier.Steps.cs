using System.Collections.Immutable;

namespace DpiBlocks.Credentials;

/// <content>The steps that are the same for every format.</content>
public sealed partial class CredentialVerifier
{
    private static readonly Check NoAnswer = Check.NotChecked("status", CredentialRefusalCodes.StatusNotChecked, "The question for its status was not answered.");

    private static bool CheckDemands(VerdictBuilder verdict, CredentialContent content, VerificationRequest request)
    {
        if (!request.AcceptedTypes.IsDefaultOrEmpty && !content.Types.Any(request.AcceptedTypes.Contains))
        {
            return verdict.Demand(Check.Failed(
                "payload", CredentialRefusalCodes.TypeNotAccepted, "The credential is of none of the types that are accepted here."));
        }

        return request.RequiredClaims.IsDefaultOrEmpty || ClaimPresence.Check(verdict, content.Claims, request.RequiredClaims);
    }

    private async ValueTask<(bool Stands, TypeMetadata? Metadata)> CheckTypeAsync(
        VerdictBuilder verdict, Credential credential, CredentialContent content, CancellationToken cancellationToken)
    {
        if (_options.TypeMetadata is null || credential.MetadataReference is not { } reference)
        {
            return (true, null);
        }

        var found = await _options.TypeMetadata.FindAsync(reference.Type, reference.Integrity, cancellationToken);
        var stands = verdict.Add("type_metadata", found.Checks);
        if (stands && found.Metadata is not null && credential.CheckRules(found.Metadata, content) is { } reason)
        {
            stands = verdict.Demand(new Check { Name = "type_metadata", Outcome = CheckOutcome.Failed, Reason = reason });
        }

        return (stands, found.Metadata);
    }

    // Last of all, so that the status of what is refused anyway is never asked for.
    private async ValueTask<bool> CheckStatusAsync(
        VerdictBuilder verdict, CredentialContent content, PartyId issuer, VerificationRequest request, CancellationToken cancellationToken)
    {
        if (content.HasUnknownStatus)
        {
            return verdict.Add(Check.NotChecked(
                "status", StatusRefusalCodes.MechanismUnknown, "The status is stated by a mechanism that is not known here."));
        }

        if (content.Status.IsDefaultOrEmpty)
        {
            return request.RequireStatus
                ? verdict.Demand(Check.Failed("status", CredentialRefusalCodes.StatusMissing, "The credential has no status, and must have one."))
                : verdict.Add(Check.NotApplicable("status"));
        }

        foreach (var reference in content.Status)
        {
            var good = _status is null
                ? verdict.Add(Check.NotChecked("status", CredentialRefusalCodes.StatusNotChecked, "There is nothing here to check the status with."))
                : AddAnswer(verdict, await _status.CheckAsync(reference, issuer, verdict.At, cancellationToken));
            if (!good)
            {
                return false;
            }
        }

        return true;
    }

    // The answer is the last check without a name. Steps alone are none, nor is that there was nothing to check: the credential has a status.
    private static bool AddAnswer(VerdictBuilder verdict, ImmutableArray<Check> checks)
    {
        var good = verdict.Add("status", checks);
        if (!good || checks.IsDefaultOrEmpty)
        {
            return good;
        }

        for (var i = checks.Length - 1; i >= 0; i--)
        {
            if (checks[i].Name.Length == 0)
            {
                return checks[i].Outcome is not CheckOutcome.NotApplicable || verdict.Add(NoAnswer);
            }
        }

        return verdict.Add(NoAnswer);
    }

    // After all else, so that only what is accepted uses up its challenge.
    private async ValueTask<bool> CheckReplayAsync(
        VerdictBuilder verdict, Credential credential, HolderProof holder, VerificationRequest request, CancellationToken cancellationToken)
    {
        if (_options.Replay is null || holder is not { Binding: HolderBinding.Proved, SignedAt: { } signedAt })
        {
            return true;
        }

        // As long as the proof could be taken for a new one: by the time that is stated, and by the clock, which is what the store forgets by.
        var byProof = Later(signedAt, _options.KeyBindingMaxAge + _options.ClockSkew.Value);
        var byClock = Later(request.At is null ? verdict.At : _time.GetUtcNow(), _options.KeyBindingMaxAge + (2 * _options.ClockSkew.Value));
        var keepUntil = byProof > byClock ? byProof : byClock;
        return verdict.Demand(await _options.Replay.CheckAsync(request.HolderBinding, credential.Presented, keepUntil, cancellationToken));
    }

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan by) =>
        DateTimeOffset.MaxValue - time < by ? DateTimeOffset.MaxValue : time + by;
}
