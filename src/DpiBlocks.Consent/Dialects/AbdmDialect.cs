using System.Collections.Frozen;
using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>The consent detail of the Ayushman Bharat Digital Mission.</summary>
/// <remarks>
/// A <c>hiType</c> is a data set of which the whole document is shared, a care context a resource: <c>patientReference/careContextReference</c>. It holds
/// from <c>createdAt</c> until <c>dataEraseAt</c>, when the data must be gone. Its frequency: once, and <c>repeats</c> times more, in <c>value</c> units.
/// </remarks>
internal sealed class AbdmDialect(string name) : ConsentDialect(name)
{
    private const string Registry = "abdm/1.0#";
    private const int MaxPairs = 4_096;
    private const string Whole = "Bundle";      // a FHIR document: it is shared whole or not at all

    private static readonly FrozenDictionary<string, string> Purposes = new Dictionary<string, string>
    {
        ["CAREMGT"] = "Care Management",
        ["BTG"] = "Break the Glass",
        ["PUBHLTH"] = "Public Health",
        ["GOV"] = "Government",
        ["HPAYMT"] = "Healthcare Payment",
        ["DSRCH"] = "Disease Specific Healthcare Research",
        ["PATRQT"] = "Self Requested",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    private protected override JsonMembers Map(MemberReader document, DialectContext context)
    {
        var mapped = Begin(context, ReadSubject(document.Object("patient"), "id", context));
        var permission = document.Object("permission");
        var range = permission.Object("dateRange");
        var created = ReadTime(document, "createdAt");
        var erase = ReadTime(permission, "dataEraseAt");
        mapped["id"] = IsUuid(document.Text("consentId")) ? Expect(document, document.Text("consentId"), context.Id?.Value) : document.Refuse<string>("consentId");
        mapped["given_at"] = created;
        mapped["attestor"] = Expect(document, document.Object("consentManager").Text("id"), context.Attestor?.Value);

        // The notification to the holder of data names no recipient; the artefact itself does.
        mapped["recipient"] = document.Has("hiu") || context.Recipient is null
            ? Expect(document, document.Object("hiu").Text("id"), context.Recipient?.Value)
            : context.Recipient.Value.Value;
        mapped["provider"] = Expect(document, document.Object("hip").Text("id"), context.Provider?.Value);
        mapped["purpose"] = Registry + document.Object("purpose").Text("code");
        mapped["scopes"] = MapScopes(document);
        mapped["range"] = new JsonMembers { ["from"] = ReadTime(range, "from"), ["to"] = ReadTime(range, "to") };
        mapped["mode"] = permission.Choice("accessMode", "VIEW", "STORE", "QUERY", "STREAM").ToLowerInvariant();
        mapped["frequency"] = MapFrequency(permission.Object("frequency"));
        mapped["not_before"] = created;
        mapped["expires_at"] = erase;
        mapped["erase_at"] = erase;
        return mapped;
    }

    /// <inheritdoc/>
    private protected override JsonMembers Write(ConsentArtefact artefact, DialectContext context, List<string> missing)
    {
        var patient = NameOf(artefact.Subject, context);
        var code = artefact.Purpose.Value.StartsWith(Registry, StringComparison.Ordinal) ? artefact.Purpose.Value[Registry.Length..] : null;
        var text = code is null ? null : Purposes.GetValueOrDefault(code) ?? context.PurposeText;
        var contexts = WriteCareContexts(artefact, context);
        foreach (var (member, isKnown) in ((string, bool)[])
        [
            ("consentId", IsUuid(artefact.Id.Value)),
            ("patient/id", patient is not null),
            ("consentManager/id", artefact.Attestor is not null),
            ("careContexts", contexts is not null),
            ("purpose/code", code is { Length: > 0 }),
            ("purpose/text", text is not null),
            ("permission/dateRange", artefact.Range is not null),
            ("permission/frequency", artefact.Frequency is not null),
        ])
        {
            if (!isKnown)
            {
                missing.Add(member);
            }
        }

        return new JsonMembers
        {
            ["consentId"] = artefact.Id.Value,
            ["createdAt"] = DialectTime.Format(artefact.GivenAt),
            ["patient"] = new JsonMembers { ["id"] = patient },
            ["careContexts"] = contexts,
            ["purpose"] = new JsonMembers { ["text"] = text, ["code"] = code },
            ["hip"] = new JsonMembers { ["id"] = artefact.Provider.Value },
            ["hiu"] = new JsonMembers { ["id"] = artefact.Recipient.Value },
            ["consentManager"] = new JsonMembers { ["id"] = artefact.Attestor?.Value },
            ["hiTypes"] = artefact.Scopes.Select(scope => scope.DataSet).Distinct(StringComparer.Ordinal),
            ["permission"] = WritePermission(artefact),
        };
    }

    private static bool IsUuid(string text) => Guid.TryParseExact(text, "D", out _);

    private static JsonMembers[] MapScopes(MemberReader document)
    {
        var resources = document.Objects("careContexts")
            .Select(context => ResourceName.Of(context.Text("patientReference"), context.Text("careContextReference")))
            .ToArray();
        var types = document.Texts("hiTypes").Distinct(StringComparer.Ordinal).ToArray();
        if (types.Length == 0)
        {
            document.Refuse("hiTypes");
        }

        // Every type is crossed with every care context: a short document must not become a long consent.
        if (resources.Length is 0 || resources.Length * (long)types.Length > MaxPairs || resources.Sum(name => (long)name.Length) * types.Length > JsonLimits.Token.MaxBytes)
        {
            document.Refuse("careContexts");
            return [];
        }

        return [.. types.Select(type => new JsonMembers { ["data_set"] = type, ["fields"] = (string[])[Whole], ["resources"] = resources })];
    }

    // Null when none are known where all were agreed to, or one has no patient before it.
    private static List<JsonMembers>? WriteCareContexts(ConsentArtefact artefact, DialectContext context)
    {
        var names = artefact.Scopes.SelectMany(scope => ResourcesOf(scope, context)).Distinct(StringComparer.Ordinal).ToImmutableArray();
        List<JsonMembers> contexts = [];
        foreach (var name in names)
        {
            if (!ResourceName.TrySplit(name, out var patient, out var episode) || patient is null)
            {
                return null;
            }

            contexts.Add(new JsonMembers { ["patientReference"] = patient, ["careContextReference"] = episode });
        }

        return contexts.Count > 0 ? contexts : null;
    }

    private static JsonMembers MapFrequency(MemberReader frequency)
    {
        var unit = frequency.Choice("unit", "HOUR", "DAY", "WEEK", "MONTH", "YEAR");
        var count = frequency.Number("value", 1_000) * (unit is "WEEK" ? 7 : 1);
        return new JsonMembers
        {
            ["count"] = 1 + (frequency.Has("repeats") ? frequency.Number("repeats", ConsentFrequency.MaxCount - 1, smallest: 0) : 0),
            ["period"] = $"P{(unit is "HOUR" ? "T" : "")}{count}{(unit is "WEEK" ? "D" : unit.FirstOrDefault())}",
        };
    }

    private static JsonMembers WritePermission(ConsentArtefact artefact) => new()
    {
        ["accessMode"] = artefact.Mode.ToString().ToUpperInvariant(),
        ["dateRange"] = artefact.Range is { } range ? new JsonMembers { ["from"] = DialectTime.Format(range.From), ["to"] = DialectTime.Format(range.To) } : null,
        ["dataEraseAt"] = DialectTime.Format(artefact.EraseAt is { } erase && erase < artefact.ExpiresAt ? erase : artefact.ExpiresAt),
        ["frequency"] = artefact.Frequency is { } frequency ? new JsonMembers
        {
            ["unit"] = frequency.Period.Unit.ToString().ToUpperInvariant(),
            ["value"] = frequency.Period.Count,
            ["repeats"] = frequency.Count - 1,
        }
        : null,
    };
}
