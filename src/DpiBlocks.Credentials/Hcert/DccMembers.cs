using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>The members of one object of a payload. Remembers the first fault, and gives harmless values from then on.</summary>
internal struct DccMembers(JsonElement json, string location)
{
    private const int MaxLength = 80;
    private const int MaxCodeLength = 200;

    // RFC 3339, and the shorter offsets of ISO 8601 that the schema's own valid cases have.
    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzz",
    ];

    private readonly JsonElement _json = json;
    private readonly string _location = location;

    /// <summary>Gets the place of the first fault, as a JSON pointer; null when there is none.</summary>
    public string? Fault { get; private set; } = json.ValueKind is JsonValueKind.Object ? null : location;

    public void Refuse(ReadOnlySpan<byte> name) => Fault ??= $"{_location}/{Encoding.UTF8.GetString(name)}";

    public void Refuse(DccMembers part) => Fault ??= part.Fault;

    public readonly bool Has(ReadOnlySpan<byte> name) => Find(name).ValueKind is not JsonValueKind.Undefined;

    public readonly DccMembers Object(ReadOnlySpan<byte> name, string at) => new(Find(name), at);

    /// <summary>The one item of an array.</summary>
    public DccMembers Only(ReadOnlySpan<byte> name, string at)
    {
        var array = Find(name);
        if (array.ValueKind is JsonValueKind.Array && array.GetArrayLength() == 1)
        {
            return new DccMembers(array[0], at);
        }

        Refuse(name);
        return new DccMembers(default, at);
    }

    public string Required(ReadOnlySpan<byte> name)
    {
        var text = Optional(name);
        if (string.IsNullOrEmpty(text))
        {
            Refuse(name);
        }

        return text ?? "";
    }

    public string? Optional(ReadOnlySpan<byte> name) => Text(Find(name), name, MaxLength);

    // The schema gives a code no length; a limit there must be. That it is in its list is asked later.
    public string Code(ReadOnlySpan<byte> name) => Text(name, MaxCodeLength);

    public string? OptionalCode(ReadOnlySpan<byte> name) => Text(Find(name), name, MaxCodeLength);

    public string? Standardised(ReadOnlySpan<byte> name)
    {
        var text = Optional(name);
        foreach (var character in text ?? "")
        {
            if (character is not (>= 'A' and <= 'Z' or '<'))
            {
                Refuse(name);
            }
        }

        return text;
    }

    public string Country(ReadOnlySpan<byte> name)
    {
        var text = Text(name, MaxLength);
        if (text.Length is 0 or > 10 || text.AsSpan().ContainsAnyExceptInRange('A', 'Z'))
        {
            Refuse(name);
        }

        return text;
    }

    public string Version(ReadOnlySpan<byte> name)
    {
        var text = Text(name, MaxLength);
        var parts = 0;
        foreach (var part in text.AsSpan().Split('.'))
        {
            parts += text.AsSpan(part).IsEmpty || text.AsSpan(part).ContainsAnyExceptInRange('0', '9') ? 4 : 1;
        }

        if (parts != 3)
        {
            Refuse(name);
        }

        return text;
    }

    public int Positive(ReadOnlySpan<byte> name)
    {
        var value = Find(name);
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1)
        {
            return number;
        }

        Refuse(name);
        return 1;
    }

    // The schema notes "format: date" and does not assert it; certificates of DE and SG have a time of day there, of which the day counts.
    public DateOnly Date(ReadOnlySpan<byte> name)
    {
        var text = Text(name, MaxLength);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            date = DateOnly.FromDateTime(Time(name).DateTime);
        }

        return date;
    }

    public DateTimeOffset Time(ReadOnlySpan<byte> name)
    {
        if (!DateTimeOffset.TryParseExact(
            Text(name, MaxLength), TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            Refuse(name);
        }

        return time;
    }

    // ^((19|20)\d\d(-\d\d){0,2}){0,1}$, of a day or month that exists; 00 is one that is not known, as some issuers write.
    public string BirthDate(ReadOnlySpan<byte> name)
    {
        var text = Text(name, MaxLength);
        if (text.Length > 0 && !DccBirthDate.TryGetEarliest(text, out _))
        {
            Refuse(name);
        }

        return text;
    }

    private readonly JsonElement Find(ReadOnlySpan<byte> name) =>
        _json.ValueKind is JsonValueKind.Object && _json.TryGetProperty(name, out var value) ? value : default;

    private string Text(ReadOnlySpan<byte> name, int maxLength)
    {
        var text = Text(Find(name), name, maxLength);
        if (text is null)
        {
            Refuse(name);
        }

        return text ?? "";
    }

    // Null when it is not there. JSON Schema counts characters, not UTF-16 units.
    private string? Text(JsonElement value, ReadOnlySpan<byte> name, int maxLength)
    {
        var text = value.ValueKind is JsonValueKind.String ? value.GetString()! : null;
        if (text is null ? value.ValueKind is not JsonValueKind.Undefined : text.Length > maxLength && CountCharacters(text) > maxLength)
        {
            Refuse(name);
        }

        return text;
    }

    private static int CountCharacters(string text)
    {
        var count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
