using System.Text.Json;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.SdJwt;

/// <content>The steps of a verdict that belong to SD-JWT (RFC 9901, 7.1 and 7.3).</content>
public sealed partial class SdJwtCredential
{
    private static readonly Check DisclosuresPassed = Check.Passed("disclosures");
    private static readonly Check NotBound = Check.NotApplicable("holder_binding");

    private static readonly Check NotDemanded = Check.NotApplicable("holder_binding") with
    {
        Facts = NotBound.Facts.Add("demanded", "false"),
    };

    internal override SignedCredential? CheckForm(VerdictBuilder verdict, VerificationRequest request, CredentialVerifierOptions options)
    {
        var reason = _jws.Header.Type is SdJwtNames.LegacyType && _profile.IsVc && !options.AcceptVcSdJwt
            ? new Refusal(JoseRefusalCodes.TypeMismatch, "The credential bears the older type vc+sd-jwt, which is not accepted here.") { Location = "typ" }
            : _claims.Problem ?? (_profile.IsVc && _claims.Type is null
                ? new Refusal(JoseRefusalCodes.ClaimMissing, "The credential does not say of which type it is.") { Location = "/vct" }
                : null);
        if (reason is not null)
        {
            verdict.Demand(new Check { Name = "format", Outcome = CheckOutcome.Failed, Reason = reason });
            return null;
        }

        return new SignedCredential(
            _jws.ToSignedMessage(CredentialFormats.SdJwtVc, _claims.Issuer, _claims.Validity.IssuedAt), _claims.Type ?? _jws.Header.Type ?? string.Empty);
    }

    internal override CredentialContent? CheckContent(
        VerdictBuilder verdict, ResolvedKey signer, VerificationRequest request, CredentialVerifierOptions options)
    {
        var reason = _hash is null || !options.HashAlgorithms.Contains(_hash.Name) ? SdJwtRefusals.Hash : _problem;
        if (reason is not null)
        {
            verdict.Demand(new Check { Name = "disclosures", Outcome = CheckOutcome.Failed, Reason = reason });
            return null;
        }

        return verdict.Demand(DisclosuresPassed)
            ? new CredentialContent(
                _processed, Types, _claims.Validity, _claims.Status is { } status ? [status] : [], _claims.HasUnknownStatus)
            : null;
    }

    internal override HolderProof? CheckHolder(VerdictBuilder verdict, VerificationRequest request, CredentialVerifierOptions options)
    {
        var demand = request.HolderBinding;
        if (!demand.MustBeProved)
        {
            return CheckUnasked(verdict);
        }

        if (!IsBound && !demand.MustBeBound && !HasKeyBinding)
        {
            return verdict.Add(NotBound) ? new HolderProof(HolderBinding.None) : null;
        }

        var reason = KeyBinding.Check(this, demand, options, verdict.At, out var key, out var signedAt);
        var check = reason is null
            ? Check.Passed("holder_binding")
            : new Check { Name = "holder_binding", Outcome = CheckOutcome.Failed, Reason = reason };
        return verdict.Demand(check) ? new HolderProof(HolderBinding.Proved, key, signedAt) : null;
    }

    // RFC 9901, 7.3, step 5: a key binding that nobody asked for is not relied upon; it must still be one.
    private HolderProof? CheckUnasked(VerdictBuilder verdict)
    {
        if (HasKeyBinding && !Jws.TryParse(_parts.KeyBinding, KeyBinding.Profile, out _, out var refusal))
        {
            verdict.Demand(new Check { Name = "holder_binding", Outcome = CheckOutcome.Failed, Reason = refusal });
            return null;
        }

        return verdict.Add(IsBound ? NotDemanded : NotBound)
            ? new HolderProof(IsBound ? HolderBinding.NotDemanded : HolderBinding.None)
            : null;
    }

    internal override (string Type, string? Integrity)? MetadataReference =>
        _claims.Type is { } type ? (type, _claims.TypeIntegrity) : null;

    internal override Refusal? CheckRules(TypeMetadata metadata, CredentialContent content) =>
        TypeRules.Check(metadata, JsonElement.Parse(_jws.Payload.Span), JsonElement.Parse(content.Claims.Span));
}
