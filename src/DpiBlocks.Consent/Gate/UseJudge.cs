using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>Judges one use of one consent, from what lies before it: no store, no key, no clock.</summary>
internal static class UseJudge
{
    private static readonly Check ActivePassed = Check.Passed("consent_state");
    private static readonly Check PartyPassed = Check.Passed("consent_party");
    private static readonly Check PurposePassed = Check.Passed("consent_purpose");
    private static readonly Check FieldPassed = Check.Passed("consent_fields");
    private static readonly Check RangePassed = Check.Passed("consent_range");
    private static readonly Check CountPassed = Check.Passed("consent_count");

    /// <summary>Adds all but how often; false when it can only be a refusal.</summary>
    public static bool Judge(VerdictBuilder verdict, ConsentArtefact artefact, ConsentState state, DisclosureRequest request, PartyId provider, bool clips, out DataRange? range)
    {
        range = null;
        return verdict.Demand(CheckParty(artefact, request, provider))
            && verdict.Demand(CheckState(artefact, state, verdict.At))
            && verdict.Demand(CheckPurpose(artefact.Purpose, request.Purpose))
            && verdict.Demand(CheckFields(artefact, request))
            && verdict.Demand(CheckRange(artefact, request, clips, out range));
    }

    /// <summary>Judges how often it was used, if it is used once more.</summary>
    public static Check CheckCount(ConsentArtefact artefact, ConsentRecord record, DateTimeOffset at)
    {
        if (artefact.Uses is { } uses && record.Uses >= uses)
        {
            return Check.Failed("consent_count", ConsentRefusalCodes.UsedUp, "The consent was used as often as was agreed to.");
        }

        // The window moves with the clock. A clock that was put back sees uses that lie ahead of it: they count.
        return artefact.Frequency is { } frequency && record.RecentUses.Count(use => use > frequency.Period.Before(at)) >= frequency.Count
            ? Check.Failed("consent_count", ConsentRefusalCodes.Frequency, "The data was asked for as often as was agreed to for that length of time.")
            : CountPassed;
    }

    /// <summary>Counts one use.</summary>
    public static ConsentRecord Count(ConsentArtefact artefact, ConsentRecord record, DateTimeOffset at)
    {
        if (artefact.Uses is null && artefact.Frequency is null)
        {
            return record;      // nothing to count: the record stands, and simultaneous uses do not meet
        }

        // The newest ones, whatever this clock thinks of them: one that ran ahead must not forget for the others.
        var recent = artefact.Frequency is { } frequency
            ? record.RecentUses.Append(at).Order().TakeLast(frequency.Count).ToImmutableArray()
            : [];
        return record with { Version = record.Version + 1, Uses = record.Uses + 1, RecentUses = recent };
    }

    private static Check CheckParty(ConsentArtefact artefact, DisclosureRequest request, PartyId provider) =>
        artefact.Recipient == request.Recipient && artefact.Provider == provider && (request.Subject is null || request.Subject == artefact.Subject)
            ? PartyPassed
            : Check.Failed("consent_party", ConsentRefusalCodes.PartyMismatch, "The person has named another recipient, or another provider.");

    private static Check CheckState(ConsentArtefact artefact, ConsentState state, DateTimeOffset at) =>
        ConsentLifeCycle.StateAt(state, artefact, at) is ConsentState.Active
            ? ActivePassed
            : Check.Failed("consent_state", ConsentRefusalCodes.NotActive, "The consent does not hold now.");

    private static Check CheckPurpose(PurposeCode agreed, PurposeCode asked)
    {
        if (agreed == asked)
        {
            return PurposePassed;
        }

        return AreSameButForVersion(agreed, asked)
            ? Check.Failed("consent_purpose", ConsentRefusalCodes.PurposeVersion, "The purpose has been defined anew since the person agreed: it needs a new consent.")
            : Check.Failed("consent_purpose", ConsentRefusalCodes.PurposeMismatch, "The person has agreed to another purpose.");
    }

    /// <summary>Says whether two purposes are the same code of the same registry, in whatever version.</summary>
    public static bool AreSameButForVersion(PurposeCode one, PurposeCode other) => one == other || (Parts(one) is { } parts && parts == Parts(other));

    // registry/version#code
    private static (string Registry, string Code)? Parts(PurposeCode purpose)
    {
        var hash = purpose.Value.IndexOf('#', StringComparison.Ordinal);
        var slash = hash < 0 ? -1 : purpose.Value.LastIndexOf('/', hash);
        return slash < 0 ? null : (purpose.Value[..slash], purpose.Value[(hash + 1)..]);
    }

    private static Check CheckFields(ConsentArtefact artefact, DisclosureRequest request)
    {
        if (request.Fields.IsDefaultOrEmpty)
        {
            return Check.Failed("consent_fields", ConsentRefusalCodes.Field, "No field is asked for.");
        }

        return CoversAll(artefact.Scopes, request)
            ? FieldPassed
            : Check.Failed("consent_fields", ConsentRefusalCodes.Field, "A field is asked for, or used to find the answer, that was not agreed to.");
    }

    /// <summary>Says whether every field that is asked for, or used to find the answer, lies within the scopes; asking for none is asking for nothing.</summary>
    public static bool CoversAll(ImmutableArray<ConsentScope> scopes, DisclosureRequest request) =>
        !request.Fields.IsDefaultOrEmpty && CoversAll(scopes, request, request.Fields)
        && (request.Resources.IsDefaultOrEmpty || request.Resources.All(resource => resource is { Length: > 0 and <= MemberReader.MaxText }))
        && (request.FieldsUsed.IsDefaultOrEmpty || CoversAll(scopes, request, request.FieldsUsed));

    private static bool CoversAll(ImmutableArray<ConsentScope> scopes, DisclosureRequest request, ImmutableArray<FieldPath> fields)
    {
        foreach (var field in fields)
        {
            if (!Covers(scopes, request, field))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Covers(ImmutableArray<ConsentScope> scopes, DisclosureRequest request, FieldPath field)
    {
        foreach (var scope in scopes)
        {
            if (string.Equals(scope.DataSet, request.DataSet, StringComparison.Ordinal) && CoversResources(scope, request))
            {
                foreach (var agreed in scope.Fields)
                {
                    if (agreed.Covers(field))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    // Where single accounts were agreed to, whoever names none asks for all.
    private static bool CoversResources(ConsentScope scope, DisclosureRequest request) =>
        scope.Resources.IsDefaultOrEmpty || (!request.Resources.IsDefaultOrEmpty && request.Resources.All(resource => scope.Resources.Contains(resource, StringComparer.Ordinal)));

    private static Check CheckRange(ConsentArtefact artefact, DisclosureRequest request, bool clips, out DataRange? range)
    {
        range = request.Range;
        if (range is { } asked && asked.From >= asked.To)
        {
            return Check.Failed("consent_range", ConsentRefusalCodes.Range, "The time asked about ends before it begins.");
        }

        if (artefact.Range is not { } agreed)
        {
            return RangePassed;
        }

        var (from, to) = request.Range is { } wanted ? (wanted.From, wanted.To) : (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        if (from >= agreed.From && to <= agreed.To)
        {
            return RangePassed;
        }

        range = new DataRange(from > agreed.From ? from : agreed.From, to < agreed.To ? to : agreed.To);
        return clips && range.Value.From < range.Value.To
            ? RangePassed with { Facts = ImmutableDictionary<string, string>.Empty.Add("clipped", "true") }
            : Check.Failed("consent_range", ConsentRefusalCodes.Range, "The data would be about a time that was not agreed to.");
    }
}
