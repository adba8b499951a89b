using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.StatusLists;

/// <summary>Checks the status of a credential in a published list: fetches it, or takes it from where it was put, and trusts it no more than any other signed thing.</summary>
/// <remarks>
/// Token Status List, 8.3. A list that was verified is kept ready, so that many credentials of one list cost little more than a look-up;
/// but whose key it is, whether its owner may speak for the issuer, and whether the list still holds, is asked anew each time.
/// Safe to share between threads.
/// </remarks>
/// <param name="documents">Where lists come from.</param>
/// <param name="keys">Whose key it is.</param>
/// <param name="trust">Who may publish status for whom (<see cref="TrustAct.PublishStatus"/>, on behalf of the credential's issuer).</param>
/// <param name="options">How strictly; they are copied.</param>
public sealed partial class TokenStatusListChecker(
    IDocumentSource documents, IKeyResolver keys, ITrustPolicy trust, TokenStatusListCheckerOptions? options = null) : IStatusChecker
{
    private static readonly Check Unverified = Check.NotChecked(
        string.Empty, StatusListRefusalCodes.Unverified, "The list cannot be relied on, so nothing is known of the status.");

    private readonly TokenStatusListCheckerOptions _options = options?.Copy() ?? new TokenStatusListCheckerOptions();
    private readonly KnownLists _known = new((options ?? new TokenStatusListCheckerOptions()).CacheBytes);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<Check>> CheckAsync(
        StatusReference reference, PartyId issuer, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (!string.Equals(reference.Mechanism, StatusReference.StatusList, StringComparison.Ordinal))
        {
            return [Check.NotChecked(string.Empty, StatusRefusalCodes.MechanismUnknown, "The status is published by a mechanism that is not understood here.")];
        }

        if (reference.Index < 0 || !reference.List.IsAbsoluteUri)
        {
            return [Fail(new Refusal(StatusRefusalCodes.Malformed, "The reference to a status has not the agreed form."), source: null)];
        }

        var (list, source, refusal) = await FindAsync(reference.List, at, cancellationToken);
        return list is not null ? await CheckAsync(reference, issuer, list, source!, at, cancellationToken)
            : refusal is not null ? [Fail(refusal, source)]
            : [Check.NotChecked(string.Empty, StatusListRefusalCodes.Unavailable, "The status list is out of reach.")];
    }

    private async ValueTask<ImmutableArray<Check>> CheckAsync(
        StatusReference reference, PartyId issuer, KnownList known, Source source, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var token = known.Token;
        if (!string.Equals(token.Address, reference.List.OriginalString, StringComparison.Ordinal))
        {
            return [Fail(new Refusal(StatusListRefusalCodes.UriMismatch, "The status list says it is another than the one referred to."), source)];
        }

        var checks = VerdictBuilder.Gather(at);
        var signer = await new SignatureVerifier(new ListKeyResolver(keys, issuer, known), trust).VerifyAsync(
            checks, token.Message, TrustAct.PublishStatus, token.Address, onBehalfOf: issuer, cancellationToken: cancellationToken);
        if (signer is null || !checks.Add(CheckUsage(signer)) || !checks.Add(token.Validity.CheckAt(at, _options.ClockSkew)))
        {
            return checks.Checks.Add(Unverified);
        }

        if (HasQuery(reference.List))
        {
            checks.Add(WithFact(Check.Passed("privacy"), "warning", StatusListRefusalCodes.UniqueUri));
        }

        if (!known.TryDecode(out var list, out var refusal))
        {
            return checks.Checks.Add(Fail(refusal, source));
        }

        _known.Keep(known);
        return checks.Checks.Add(list.TryGet(reference.Index, out var value)
            ? CheckValue(value, source)
            : Fail(new Refusal(StatusListRefusalCodes.IndexOutOfRange, "The status list has no entry of that index."), source));
    }

    // Token Status List, 10: a certificate that is limited to certain uses must be for this one.
    private Check CheckUsage(ResolvedKey signer) =>
        signer.ExtendedKeyUsages.IsDefaultOrEmpty
        || signer.ExtendedKeyUsages.Contains(TokenStatusListNames.AnyExtendedKeyUsage)
        || signer.ExtendedKeyUsages.Any(_options.ExtendedKeyUsages.Contains)
            ? Check.Passed("key_usage")
            : Check.Failed("key_usage", StatusListRefusalCodes.KeyUsage, "The certificate of the list's signer is for other uses.");

    private static Check CheckValue(StatusValue value, Source source) => WithFact(
        value.Refusal is { } refusal ? Fail(refusal, source) : Check.Passed(string.Empty, source), "value", value.ToString());

    private static Check WithFact(Check check, string name, string value) => check with { Facts = check.Facts.Add(name, value) };

    private static Check Fail(Refusal refusal, Source? source) =>
        new() { Name = string.Empty, Outcome = CheckOutcome.Failed, Reason = refusal, Source = source };

    // Token Status List, 12.2: an address of its own for each credential would tell the issuer where it is shown.
    private static bool HasQuery(Uri address) => address.Query.Length > 0 || address.Fragment.Length > 0;
}
