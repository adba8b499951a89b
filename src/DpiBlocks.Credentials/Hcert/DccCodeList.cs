using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>One code list. Immutable and safe to share between threads.</summary>
public sealed class DccCodeList
{
    private static readonly Refusal Malformed = new(HcertRefusalCodes.CodeList, "The JSON has not the form of a value set with a name, a date and values.");

    private readonly FrozenSet<string> _codes;

    internal DccCodeList(string name, DateOnly date, IEnumerable<string> codes)
    {
        Name = name;
        Date = date;
        _codes = codes.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Gets the name (<c>valueSetId</c>).</summary>
    public string Name { get; }

    /// <summary>Gets the day from which it is (<c>valueSetDate</c>).</summary>
    public DateOnly Date { get; }

    /// <summary>Gets how many codes it has.</summary>
    public int Count => _codes.Count;

    /// <summary>Says whether a code is in the list. Codes are compared exactly.</summary>
    /// <param name="code">The code.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(string code) => _codes.Contains(code);

    /// <summary>Reads a list in the form in which the EU publishes it. Never throws for any bytes.</summary>
    /// <param name="utf8">The JSON: <c>{"valueSetId": …, "valueSetDate": …, "valueSetValues": {code: …}}</c>.</param>
    /// <param name="list">The list.</param>
    /// <param name="refusal">Why not: one of <see cref="JsonRefusalCodes"/>, or <see cref="HcertRefusalCodes.CodeList"/>.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out DccCodeList? list, [NotNullWhen(false)] out Refusal? refusal)
    {
        list = null;
        var limits = JsonLimits.Document with { MaxMembers = JsonLimits.Document.MaxItems };      // every code is a member
        if (!StrictJson.TryParse(utf8, limits, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            list = Read(document.RootElement);
        }

        refusal = list is null ? Malformed : null;
        return list is not null;
    }

    private static DccCodeList? Read(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object
            || !json.TryGetProperty("valueSetId", out var name) || name.ValueKind is not JsonValueKind.String
            || !json.TryGetProperty("valueSetDate", out var date) || date.ValueKind is not JsonValueKind.String
            || !DateOnly.TryParseExact(date.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || !json.TryGetProperty("valueSetValues", out var values) || values.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var codes = new List<string>();
        foreach (var value in values.EnumerateObject())
        {
            codes.Add(value.Name);
        }

        return new DccCodeList(name.GetString()!, day, codes);
    }
}
