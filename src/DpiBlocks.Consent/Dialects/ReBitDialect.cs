using System.Collections.Frozen;
using System.Text.Json;

namespace DpiBlocks.Consent;

/// <summary>The consent detail of ReBIT's Account Aggregator, which the Data Empowerment and Protection Architecture shares.</summary>
/// <remarks>
/// A <c>fiType</c> is a data set, a <c>consentType</c> a field of it with all beneath, an account a resource: its <c>linkRefNumber</c>, with its FIP before
/// it when that is not the provider. A <c>fiType</c> without an account opens nothing. <c>ONETIME</c> is one use.
/// </remarks>
internal sealed class ReBitDialect(string name, bool isSecond) : ConsentDialect(name)
{
    private const string Registry = "rebit/1.0#";
    private const string Amount = "TRANSACTIONS/amount";
    private const string TransactionType = "TRANSACTIONS/type";

    private static readonly string[] ConsentTypes = ["PROFILE", "SUMMARY", "TRANSACTIONS"];

    private static readonly FrozenSet<string> FiTypes = new[]
    {
        "DEPOSIT", "TERM_DEPOSIT", "RECURRING_DEPOSIT", "SIP", "CP", "GOVT_SECURITIES", "EQUITIES", "BONDS", "DEBENTURES", "MUTUAL_FUNDS", "ETF", "IDR",
        "CIS", "AIF", "INSURANCE_POLICIES", "NPS", "INVIT", "REIT", "GSTR1_3B", "LIFE_INSURANCE", "GENERAL_INSURANCE", "OTHER",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Purposes = new Dictionary<string, string>
    {
        ["101"] = "Wealth management service",
        ["102"] = "Customer spending patterns, budget or other reportings",
        ["103"] = "Aggregated statement",
        ["104"] = "Explicit consent for monitoring of the accounts",
        ["105"] = "Explicit one-time consent for the accounts",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Operators = new Dictionary<string, string>
    {
        ["="] = "eq",
        ["!="] = "ne",
        [">"] = "gt",
        ["<"] = "lt",
        [">="] = "ge",
        ["<="] = "le",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    private protected override JsonMembers Map(MemberReader document, DialectContext context)
    {
        var mapped = Begin(context, ReadSubject(document.Object("Customer"), "id", context));
        var provider = Expect(document, document.Object("DataProvider").Text("id"), context.Provider?.Value);
        var range = document.Object("FIDataRange");
        mapped["recipient"] = Expect(document, document.Object("DataConsumer").Text("id"), context.Recipient?.Value);
        mapped["provider"] = provider;
        mapped["purpose"] = Registry + document.Object("Purpose").Text("code");
        mapped["scopes"] = MapScopes(document, provider);
        mapped["range"] = new JsonMembers { ["from"] = ReadTime(range, "from"), ["to"] = ReadTime(range, "to") };
        mapped["filters"] = document.Has("DataFilter") ? document.Objects("DataFilter").Select(MapFilter).ToArray() : null;
        mapped["mode"] = document.Choice("consentMode", "VIEW", "STORE", "QUERY", "STREAM").ToLowerInvariant();
        mapped["frequency"] = MapFrequency(document.Object("Frequency"));
        mapped["uses"] = document.Choice("fetchType", "ONETIME", "PERIODIC") is "ONETIME" ? 1 : null;
        mapped["not_before"] = ReadTime(document, "consentStart");
        mapped["expires_at"] = ReadTime(document, "consentExpiry");
        mapped["data_life"] = MapLife(document.Object("DataLife"));
        return mapped;
    }

    /// <inheritdoc/>
    private protected override JsonMembers Write(ConsentArtefact artefact, DialectContext context, List<string> missing)
    {
        var fiTypes = artefact.Scopes.Select(scope => scope.DataSet).Distinct(StringComparer.Ordinal).ToArray();
        var types = artefact.Scopes.SelectMany(scope => scope.Fields).Select(field => field.Value).Distinct(StringComparer.Ordinal).Where(ConsentTypes.Contains).ToArray();
        var customer = NameOf(artefact.Subject, context);
        Demand(missing, customer, "Customer/id");
        Demand(missing, context.RecipientRole is "FIU" or "AA" || (isSecond && context.RecipientRole is "USER") ? context.RecipientRole : null, "DataConsumer/type");
        Demand(missing, context.ProviderRole is "FIP" or "AA" ? context.ProviderRole : null, "DataProvider/type");
        Demand(missing, types.Length > 0 ? types : null, "consentTypes");
        Demand(missing, !isSecond || fiTypes.All(FiTypes.Contains) ? fiTypes : null, "fiTypes");
        var document = new JsonMembers
        {
            ["consentStart"] = DialectTime.Format(artefact.NotBefore),
            ["consentExpiry"] = DialectTime.Format(artefact.ExpiresAt),
            ["consentMode"] = artefact.Mode.ToString().ToUpperInvariant(),
            ["fetchType"] = artefact.Uses is 1 ? "ONETIME" : "PERIODIC",
            ["consentTypes"] = types,
            ["fiTypes"] = fiTypes,
            ["DataConsumer"] = new JsonMembers { ["id"] = artefact.Recipient.Value, ["type"] = context.RecipientRole },
            ["DataProvider"] = new JsonMembers { ["id"] = artefact.Provider.Value, ["type"] = context.ProviderRole },
            ["Customer"] = new JsonMembers { ["id"] = customer },
            ["Accounts"] = WriteAccounts(artefact, context, missing),
            ["Purpose"] = WritePurpose(artefact.Purpose, context, missing),
            ["FIDataRange"] = Demand(missing, WriteRange(artefact.Range), "FIDataRange"),
            ["DataLife"] = Demand(missing, WriteLife(artefact.DataLife), "DataLife"),
            ["Frequency"] = Demand(missing, WriteFrequency(artefact), "Frequency"),
        };
        if (!artefact.Filters.IsEmpty)
        {
            document["DataFilter"] = artefact.Filters.Select(WriteFilter).OfType<JsonMembers>().ToArray();
        }

        return document;
    }

    private static JsonMembers[] MapScopes(MemberReader document, string provider)
    {
        var fields = document.Texts("consentTypes").Distinct(StringComparer.Ordinal).ToArray();
        var accounts = document.Objects("Accounts")
            .Select(account => (Type: account.Text("fiType"), Name: ResourceName.Of(account.Text("fipId") is var fip && fip == provider ? null : fip, account.Text("linkRefNumber"))))
            .ToLookup(account => account.Type, account => account.Name, StringComparer.Ordinal);
        if (fields.Length == 0 || !fields.All(ConsentTypes.Contains))
        {
            document.Refuse("consentTypes");
        }

        var scopes = document.Texts("fiTypes").Distinct(StringComparer.Ordinal).Where(accounts.Contains).Select(type => new JsonMembers
        {
            ["data_set"] = type,
            ["fields"] = fields,
            ["resources"] = accounts[type],
        }).ToArray();
        if (scopes.Length == 0)
        {
            document.Refuse("Accounts");
        }

        return scopes;
    }

    private List<JsonMembers> WriteAccounts(ConsentArtefact artefact, DialectContext context, List<string> missing)
    {
        List<JsonMembers> accounts = [];

        // By data set, as they are read.
        foreach (var scope in artefact.Scopes.GroupBy(scope => scope.DataSet, StringComparer.Ordinal).SelectMany(scopes => scopes))
        {
            foreach (var name in ResourcesOf(scope, context))
            {
                accounts.Add(WriteAccount(artefact, scope.DataSet, name, context, missing));
            }

            // None would say that no account was agreed to, where all were.
            Demand(missing, accounts.Count > 0 && !(scope.Resources.IsEmpty && !ResourcesOf(scope, context).Any()) ? accounts : null, "Accounts");
        }

        return accounts;
    }

    // 2.x demands all members of an account; 1.x is content with those that are known, and loses nothing by writing them.
    private JsonMembers WriteAccount(ConsentArtefact artefact, string dataSet, string name, DialectContext context, List<string> missing)
    {
        var known = context.Resources.FirstOrDefault(resource => resource.DataSet == dataSet && resource.Name == name);
        var isName = ResourceName.TrySplit(name, out var fip, out var link);
        var account = new JsonMembers
        {
            ["fiType"] = dataSet,
            ["fipId"] = fip ?? artefact.Provider.Value,
            ["accType"] = known?.Kind,
            ["linkRefNumber"] = Demand(missing, isName ? link : null, "Accounts/linkRefNumber"),
            ["maskedAccNumber"] = known?.Mask,
        };
        if (isSecond)
        {
            Demand(missing, known?.Kind, "Accounts/accType");
            Demand(missing, known?.Mask, "Accounts/maskedAccNumber");
        }

        return account;
    }

    private static JsonMembers WritePurpose(PurposeCode purpose, DialectContext context, List<string> missing)
    {
        var code = purpose.Value.StartsWith(Registry, StringComparison.Ordinal) && purpose.Value.Length > Registry.Length ? purpose.Value[Registry.Length..] : null;
        var written = new JsonMembers { ["code"] = Demand(missing, code, "Purpose/code") };
        if (code is not null && Purposes.TryGetValue(code, out var text))
        {
            written["refUri"] = $"https://api.rebit.org.in/aa/purpose/{code}.xml";
            written["text"] = text;
        }
        else if (context.PurposeText is { } given)
        {
            written["text"] = given;
        }

        return written;
    }

    private static JsonMembers? WriteRange(DataRange? range) =>
        range is { } value ? new JsonMembers { ["from"] = DialectTime.Format(value.From), ["to"] = DialectTime.Format(value.To) } : null;

    private static JsonMembers MapFilter(MemberReader filter)
    {
        var isAmount = filter.Choice("type", "TRANSACTIONAMOUNT", "TRANSACTIONTYPE") is "TRANSACTIONAMOUNT";
        var value = filter.Text("value");
        if (isAmount && !IsNumber(value))
        {
            filter.Refuse("value");
        }

        return new JsonMembers
        {
            ["field"] = isAmount ? Amount : TransactionType,
            ["comparison"] = Operators.GetValueOrDefault(filter.Choice("operator", [.. Operators.Keys])),
            ["value"] = isAmount ? value : QuoteText(value),      // a condition's value is JSON text
        };
    }

    private static JsonMembers? WriteFilter(RecordCondition filter)
    {
        var sign = Operators.FirstOrDefault(pair => pair.Value == filter.Comparison).Key;
        var value = filter.Field.Value switch
        {
            Amount when IsNumber(filter.Value) => filter.Value,
            TransactionType => ReadText(filter.Value),
            _ => null,
        };
        return sign is null || value is null ? null : new JsonMembers
        {
            ["type"] = filter.Field.Value is Amount ? "TRANSACTIONAMOUNT" : "TRANSACTIONTYPE",
            ["operator"] = sign,
            ["value"] = value,
        };
    }

    // A JSON number without an exponent: amounts have none.
    private static bool IsNumber(string text) =>
        text.Length <= 32 && text.All(letter => char.IsAsciiDigit(letter) || letter is '-' or '.') && StrictJson.TryParse(System.Text.Encoding.ASCII.GetBytes(text), JsonLimits.Token, out var number, out _)
        && Disposed(number).ValueKind is JsonValueKind.Number;

    private static string? ReadText(string json) =>
        StrictJson.TryParse(StrictUtf8.GetBytes(json), JsonLimits.Token, out var text, out _) && Disposed(text) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string QuoteText(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static JsonElement Disposed(JsonDocument document)
    {
        using (document)
        {
            return document.RootElement.Clone();
        }
    }

    private static JsonMembers MapFrequency(MemberReader frequency)
    {
        var unit = frequency.Choice("unit", "HOUR", "DAY", "MONTH", "YEAR");
        return new JsonMembers
        {
            ["count"] = frequency.Number("value", ConsentFrequency.MaxCount),
            ["period"] = unit is "HOUR" ? "PT1H" : $"P1{unit.FirstOrDefault()}",
        };
    }

    // A single use has no frequency; the schema wants one, and any says the same.
    private static JsonMembers? WriteFrequency(ConsentArtefact artefact)
    {
        var frequency = artefact.Frequency ?? (artefact.Uses is 1 ? new ConsentFrequency(1, new CalendarPeriod(1, CalendarUnit.Hour)) : null);
        return frequency is { Period.Count: 1 } value
            ? new JsonMembers { ["unit"] = value.Period.Unit.ToString().ToUpperInvariant(), ["value"] = value.Count }
            : null;
    }

    // "If INF, value must be set to 0."
    private static string? MapLife(MemberReader life)
    {
        if (life.Choice("unit", "DAY", "MONTH", "YEAR", "INF") is "INF")
        {
            life.Number("value", largest: 0, smallest: 0);
            return null;
        }

        return $"P{life.Number("value", 10_000)}{life.Text("unit").FirstOrDefault()}";
    }

    private static JsonMembers? WriteLife(CalendarPeriod? life) => life switch
    {
        null => new JsonMembers { ["unit"] = "INF", ["value"] = 0 },
        { Unit: CalendarUnit.Hour } => null,
        { } value => new JsonMembers { ["unit"] = value.Unit.ToString().ToUpperInvariant(), ["value"] = value.Count },
    };

    private static T? Demand<T>(List<string> missing, T? value, string member)
        where T : class
    {
        if (value is null)
        {
            missing.Add(member);
        }

        return value;
    }
}
