using System.Collections.Immutable;
using System.Text.Json;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Consent;

/// <summary>Reads the members of one JSON object. The first that has not the form it must have is remembered, and all others are read as nothing.</summary>
internal sealed class MemberReader
{
    /// <summary>The longest text of a member.</summary>
    public const int MaxText = 4096;

    private const long MaxInteger = (1L << 53) - 1;      // RFC 8785, 3.2.2.3: numbers are doubles
    private readonly JsonElement _element;
    private readonly MemberReader _root;
    private readonly string _path;
    private readonly string _code;

    public MemberReader(JsonElement root, string code = ConsentRefusalCodes.Malformed)
    {
        (_element, _root, _path, _code) = (root, this, string.Empty, code);
        if (root.ValueKind is not JsonValueKind.Object)
        {
            Refuse("/");
        }
    }

    private MemberReader(JsonElement element, MemberReader root, string path)
    {
        (_element, _root, _path, _code) = (element, root, path, root._code);
        if (element.ValueKind is not JsonValueKind.Object)
        {
            Refuse(string.Empty);
        }
    }

    /// <summary>Gets what was found wrong first, anywhere in the document; null when nothing was.</summary>
    public Refusal? Refusal { get; private set; }

    private bool IsObject => _element.ValueKind is JsonValueKind.Object;

    public bool Has(string name) => IsObject && _element.TryGetProperty(name, out _);

    public void Refuse(Refusal refusal) => _root.Refusal ??= refusal;

    public void Refuse(string name) => Refuse<object>(name);

    public T? Refuse<T>(string name)
    {
        Refuse(new Refusal(_code, $"The member {DisplayText.Escape($"{_path}/{name}")} is missing or has not the form it must have."));
        return default;
    }

    public string Text(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 and <= MaxText } text ? text : Refuse<string>(name) ?? string.Empty;

    public T Value<T>(string name)
        where T : struct, IParsable<T> =>
        T.TryParse(Text(name), null, out var value) ? value : Refuse<T>(name);

    public DateTimeOffset Time(string name) => Rfc3339.TryParse(Text(name), out var time, out _) ? time : Refuse<DateTimeOffset>(name);

    public int Number(string name, int largest, int smallest = 1) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= smallest && number <= largest ? number : Refuse<int>(name);

    /// <summary>Reads one of a few words; the empty text when it is none of them.</summary>
    public string Choice(string name, params ReadOnlySpan<string> words) => words.Contains(Text(name)) ? Text(name) : Refuse<string>(name) ?? string.Empty;

    public int Count(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= 0 ? number : Refuse<int>(name);

    public long Sequence(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number is >= 1 and <= MaxInteger ? number : Refuse<long>(name);

    public CalendarPeriod Period(string name) => CalendarPeriod.TryParse(Text(name), out var period) ? period : Refuse<CalendarPeriod>(name);

    public Digest Hash(string name) => StrictBase64Url.TryDecode(Text(name), out var bytes) && bytes.Length == 32 ? new Digest(bytes) : Refuse<Digest>(name);

    public ImmutableArray<string> Texts(string name) => Items(name)
        .Select(item => item is { ValueKind: JsonValueKind.String } && item.GetString() is { Length: > 0 and <= MaxText } text ? text : Refuse<string>(name) ?? string.Empty)
        .ToImmutableArray();

    public MemberReader Object(string name) => new(Find(name) ?? default, _root, $"{_path}/{name}");

    public IEnumerable<MemberReader> Objects(string name) => Items(name).Select((item, index) => new MemberReader(item, _root, $"{_path}/{name}/{index}"));

    private JsonElement.ArrayEnumerator Items(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Array } list)
        {
            return list.EnumerateArray();
        }

        Refuse(name);
        return default;
    }

    private JsonElement? Find(string name) => IsObject && _element.TryGetProperty(name, out var value) ? value : null;
}
