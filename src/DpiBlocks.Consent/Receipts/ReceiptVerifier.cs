using System.Collections.Immutable;
using System.Globalization;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Consent;

/// <summary>A receipt whose signatures stand.</summary>
/// <param name="Content">The receipt as it came.</param>
public sealed record VerifiedReceipt(SignedReceipt Content)
{
    /// <summary>Gets what it says.</summary>
    public ConsentReceipt Receipt => Content.Receipt;
}

/// <summary>All that was done with one consent, from its first receipt to its last.</summary>
/// <param name="Receipts">The receipts, oldest first.</param>
public sealed record VerifiedReceiptChain(ImmutableArray<SignedReceipt> Receipts)
{
    /// <summary>Gets the hash of the last one: whoever keeps it will see when the chain is cut.</summary>
    public Digest Head => Receipts[^1].Hash;
}

/// <summary>Judges receipts, and chains of them, from their bytes and the keys of those who signed; asks no store.</summary>
/// <param name="keys">The keys of issuers, persons, recipients and providers.</param>
/// <param name="trust">Who may issue receipts: asked as <see cref="TrustAct.AttestConsent"/> about <see cref="SignedReceipt.Type"/>.</param>
/// <param name="policy">What may stand unchecked, such as a countersignature that is not there yet.</param>
public sealed class ReceiptVerifier(IKeyResolver keys, ITrustPolicy trust, IVerdictPolicy policy)
{
    /// <summary>The most receipts of one chain.</summary>
    public const int MaxChain = 10_000;

    /// <summary>The fact of a check that says which receipt of a chain it is about, from 0.</summary>
    public const string IndexFact = "index";

    private readonly SignatureVerifier _issued = new(keys, trust);
    private readonly SignatureVerifier _countersigned = new(keys, new OwnKey());

    /// <summary>Verifies one receipt.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="subject">Whose it must be.</param>
    /// <param name="at">The time of the verdict.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict: refused with one of <see cref="ReceiptRefusalCodes"/>, or for its key, time or issuer.</returns>
    public async ValueTask<Verification<VerifiedReceipt>> VerifyAsync(
        SignedReceipt receipt, SubjectId subject, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var verdict = new VerdictBuilder(policy, at);
        return await AddAsync(verdict, receipt, subject, index: null, cancellationToken)
            ? verdict.Accept(new VerifiedReceipt(receipt))
            : verdict.Refuse<VerifiedReceipt>();
    }

    /// <summary>Verifies all receipts of one consent. The first that is wrong is named by <see cref="IndexFact"/> in the check that failed.</summary>
    /// <param name="receipts">The receipts, oldest first: 1 to <see cref="MaxChain"/>.</param>
    /// <param name="subject">Whose they must be.</param>
    /// <param name="consent">The SHA-256 of the signed consent they must be about.</param>
    /// <param name="head">The hash of the last one, if it is known; without it nobody sees that the last ones were cut off.</param>
    /// <param name="at">The time of the verdict.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict.</returns>
    public async ValueTask<Verification<VerifiedReceiptChain>> VerifyChainAsync(
        ImmutableArray<SignedReceipt> receipts, SubjectId subject, Digest consent, Digest? head, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var verdict = new VerdictBuilder(policy, at);
        if (receipts.IsDefaultOrEmpty || receipts.Length > MaxChain)
        {
            verdict.Demand(Check.Failed("receipt_chain", ReceiptRefusalCodes.Chain, "There is no receipt, or there are more than one chain may have."));
            return verdict.Refuse<VerifiedReceiptChain>();
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < receipts.Length; i++)
        {
            var receipt = receipts[i].Receipt;
            var previous = i == 0 ? (Digest?)null : receipts[i - 1].Hash;
            if (!Demand(verdict, i, "receipt_id", ids.Add(receipt.Id), ReceiptRefusalCodes.IdCollision, "Two receipts have the same id.")
                || !Demand(verdict, i, "receipt_consent", receipt.Consent == consent, ReceiptRefusalCodes.Consent, "The receipt is about another consent.")
                || !Demand(verdict, i, "receipt_chain", receipt.Previous == previous, ReceiptRefusalCodes.Chain, "What comes before the receipt is not what it says.")
                || !await AddAsync(verdict, receipts[i], subject, i, cancellationToken))
            {
                return verdict.Refuse<VerifiedReceiptChain>();
            }
        }

        return Demand(verdict, receipts.Length, "receipt_head", head is null || head == receipts[^1].Hash, ReceiptRefusalCodes.Chain, "The chain does not end with the receipt that it should.")
            ? verdict.Accept(new VerifiedReceiptChain(receipts))
            : verdict.Refuse<VerifiedReceiptChain>();
    }

    private async ValueTask<bool> AddAsync(VerdictBuilder verdict, SignedReceipt signed, SubjectId subject, int? index, CancellationToken cancellationToken)
    {
        if (!Demand(verdict, index, "receipt_subject", signed.Receipt.Subject == subject, ReceiptRefusalCodes.Subject, "The receipt is about another person.")
            || !verdict.Demand(At(new ValidityPeriod(signed.Receipt.At, null, null).CheckAt(verdict.At, default, "validity"), index)))
        {
            return false;
        }

        var gathered = VerdictBuilder.Gather(verdict.At);
        var issuer = await _issued.VerifyAsync(gathered, signed.ToSignedMessage(), TrustAct.AttestConsent, SignedReceipt.Type, cancellationToken: cancellationToken);
        return Take(verdict, index, "receipt", gathered, ReceiptRefusalCodes.Signature) && issuer is not null
            && await AddCountersignatureAsync(verdict, signed, index, cancellationToken);
    }

    private async ValueTask<bool> AddCountersignatureAsync(VerdictBuilder verdict, SignedReceipt signed, int? index, CancellationToken cancellationToken)
    {
        if (signed.ToCountersignedMessage() is not { } message)
        {
            return verdict.Add(At(Check.NotChecked("receipt_countersignature", ReceiptRefusalCodes.Countersignature, "The other party has not signed."), index));
        }

        var fits = signed.Countersignature!.Receipt == signed.Hash && signed.Countersignature.By == signed.Receipt.Counterparty;
        if (!Demand(verdict, index, "receipt_countersignature", fits, ReceiptRefusalCodes.Countersignature, "The second signature is another's, or under another receipt."))
        {
            return false;
        }

        var gathered = VerdictBuilder.Gather(verdict.At);
        var party = await _countersigned.VerifyAsync(gathered, message, TrustAct.AttestConsent, SignedReceipt.CountersignatureType, cancellationToken: cancellationToken);
        return Take(verdict, index, "receipt_countersignature", gathered, ReceiptRefusalCodes.Countersignature) && party is not null;
    }

    // Whatever is wrong with a signature is said in the words of receipts; of keys and trust the answer is passed on.
    private static bool Take(VerdictBuilder verdict, int? index, string part, VerdictBuilder gathered, string code) =>
        verdict.Add(part, [.. gathered.Checks.Select(check => At(
            check is { Name: "signature", Outcome: CheckOutcome.Failed } ? check with { Reason = new Refusal(code, check.Reason!.Message) } : check, index))]);

    private static bool Demand(VerdictBuilder verdict, int? index, string name, bool holds, string code, string message) =>
        verdict.Demand(At(holds ? Check.Passed(name) : Check.Failed(name, code, message), index));

    private static Check At(Check check, int? index) => index is { } number
        ? check with { Facts = check.Facts.SetItem(IndexFact, number.ToString(CultureInfo.InvariantCulture)) }
        : check;
}
