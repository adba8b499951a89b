using System.Collections.Immutable;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Credentials.Hcert;

/// <content>The steps of a verdict that belong to health certificates.</content>
public sealed partial class HcertCredential
{
    private static readonly Refusal BornLater = new(HcertRefusalCodes.Payload, "The certificate was issued before the birth of the person it names.")
    {
        Location = "/dob",
    };

    private static readonly Check PayloadPassed = Check.Passed("payload");
    private static readonly Check CountryPassed = Check.Passed("issuer_country");
    private static readonly Check KeyUsagePassed = Check.Passed("key_usage");
    private static readonly Check KeyUsageUnlimited = Check.NotApplicable("key_usage");
    private static readonly Check CodesPassed = Check.Passed("code_lists");

    private static readonly Check CountryUnstated = Check.NotApplicable("issuer_country") with
    {
        Facts = ImmutableDictionary<string, string>.Empty.Add("country", "unstated"),
    };

    private static readonly Check Unbound = Check.NotApplicable("holder_binding") with
    {
        Facts = ImmutableDictionary<string, string>.Empty.Add("bound", "false"),
    };

    private static readonly Check NotBound = Check.Failed(
        "holder_binding", CredentialRefusalCodes.NotBound, "A health certificate is bound to nobody, and a credential bound to its holder was asked for.");

    private static readonly Check CountryDiffers = Check.Failed(
        "issuer_country", HcertRefusalCodes.CountryMismatch, "It names another country as its issuer than the certificate of its signer.");

    private static readonly Check KeyUsageDiffers = Check.Failed(
        "key_usage", HcertRefusalCodes.KeyUsage, "The certificate of its signer is limited to another kind of health certificate.");

    // Specification, 3.3.4: iss MAY hold the country of the issuer. What is no country says nothing; the signer's key alone tells then.
    private string? Country =>
        Issuer is [var first, var second] && char.IsAsciiLetter(first) && char.IsAsciiLetter(second) ? Issuer.ToUpperInvariant() : null;

    internal override SignedCredential? CheckForm(VerdictBuilder verdict, VerificationRequest request, CredentialVerifierOptions options)
    {
        // Electronic Health Certificate Specification, 3.3: both are there.
        var missing = Validity.ExpiresAt is null ? "exp" : Validity.IssuedAt is null ? "iat" : null;
        if (missing is not null)
        {
            var reason = new Refusal(CwtRefusalCodes.ClaimMissing, $"The claim {missing} must be there and is not.") { Location = missing };
            verdict.Demand(new Check { Name = "format", Outcome = CheckOutcome.Failed, Reason = reason });
            return null;
        }

        // The signer is looked for by its country, if one is named, and need not be called like it: countries are compared below.
        var message = _message.ToSignedMessage(CredentialFormats.Hcert, Country, Validity.IssuedAt) with { IssuerIsOwner = false };
        return new SignedCredential(message, _type);
    }

    internal override CredentialContent? CheckContent(
        VerdictBuilder verdict, ResolvedKey signer, VerificationRequest request, CredentialVerifierOptions options)
    {
        // All of them are made, so that the verdict tells everything that is wrong.
        var good = verdict.Demand(CheckPayload());
        good &= verdict.Add(CheckCountry(signer));
        good &= verdict.Add(CheckKeyUsage(signer));
        good &= CheckStatusClaim(verdict, out var status);
        if (good && Payload is not null && verdict.Add(CheckCodes(Payload.Entry, options)))
        {
            return new CredentialContent(_json!.Value, Types, Validity, status.Where, status.IsUnknown);
        }

        verdict.Demand(Validity.CheckAt(verdict.At, options.ClockSkew));
        return null;
    }

    internal override HolderProof? CheckHolder(VerdictBuilder verdict, VerificationRequest request, CredentialVerifierOptions options)
    {
        if (request.HolderBinding.MustBeBound)
        {
            verdict.Demand(NotBound);
            return null;
        }

        return verdict.Add(Unbound) ? new HolderProof(HolderBinding.None) : null;
    }

    private bool CheckStatusClaim(VerdictBuilder verdict, out (ImmutableArray<StatusReference> Where, bool IsUnknown) status)
    {
        status = ([], false);
        if (!_claims.TryGet(StatusListClaim.CwtLabel, out var claim))
        {
            return true;
        }

        if (!StatusListClaim.TryRead(claim, out var reference, out var reason))
        {
            return verdict.Demand(new Check { Name = "status", Outcome = CheckOutcome.Failed, Reason = reason });
        }

        status = reference is null ? ([], true) : ([reference], false);
        return true;
    }

    private Check CheckPayload()
    {
        var problem = Payload is null ? _problem
            : DccBirthDate.IsBefore(Payload.DateOfBirth, Validity.IssuedAt!.Value) ? null
            : BornLater;
        return problem is null ? PayloadPassed : new Check { Name = "payload", Outcome = CheckOutcome.Failed, Reason = problem };
    }

    private Check CheckCountry(ResolvedKey signer) =>
        Country is null || signer.Country is null ? CountryUnstated
        : string.Equals(Country, signer.Country, StringComparison.OrdinalIgnoreCase) ? CountryPassed
        : CountryDiffers;

    private Check CheckKeyUsage(ResolvedKey signer)
    {
        if (signer.ExtendedKeyUsages.IsDefaultOrEmpty)
        {
            return KeyUsageUnlimited;
        }

        foreach (var usage in HcertNames.KeyUsagesOf(_type))
        {
            if (signer.ExtendedKeyUsages.Contains(usage, StringComparer.Ordinal))
            {
                return KeyUsagePassed;
            }
        }

        return KeyUsageDiffers;
    }

    // A code may be newer than the lists: without the demand it is only told.
    private static Check CheckCodes(DccEntry entry, CredentialVerifierOptions options)
    {
        var unknown = options.Hcert.CodeLists.FindUnknown(entry);
        if (unknown.IsEmpty)
        {
            return CodesPassed;
        }

        var facts = ImmutableDictionary<string, string>.Empty.Add("unknown", string.Join(',', unknown));
        return options.Hcert.RefuseUnknownCodes
            ? Check.Failed("code_lists", HcertRefusalCodes.UnknownCode, "It has a code that is in none of the code lists.") with { Facts = facts }
            : Check.NotApplicable("code_lists") with { Facts = facts };
    }
}
