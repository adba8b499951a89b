using System.Globalization;
using System.Text.Json;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>One text that holds schemas.</summary>
internal sealed class SchemaDocument(string uri, JsonElement root, SchemaDraft defaultDraft)
{
    private readonly Dictionary<string, Dictionary<string, JsonElement>> _steps = new(StringComparer.Ordinal);
    private int _room = 64 * 1024 * 1024;

    /// <summary>The URI under which it was handed in; empty when it was handed in without one.</summary>
    public string Uri { get; } = uri;

    public JsonElement Root { get; } = root;

    /// <summary>The URI that it gives itself, else the one under which it was handed in.</summary>
    public string OwnUri { get; } = UriText.Cut(UriText.Resolve(uri, Text(root, IsDraft04(root, defaultDraft) ? "id" : "$id") ?? string.Empty)).Uri;

    /// <summary>The resources in it, by the pointers to them; empty until it has been scanned.</summary>
    public Dictionary<string, SchemaSource> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>Why it cannot be used; null when it can be, or has not been scanned.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>Counts the characters of a pointer that was written out to scan it; false when there have been too many.</summary>
    public bool TryScan(string pointer) => (_room -= pointer.Length) >= 0;

    /// <summary>Finds the resource that a place belongs to, which its parent's is when it begins none.</summary>
    public SchemaSource SourceAt(string pointer, SchemaSource parent) => Sources.GetValueOrDefault(pointer, parent);

    /// <summary>Takes one step of a pointer. What lies in a place is listed once, since as many references may lead into it as there are schemas.</summary>
    public bool TryStep(string pointer, JsonElement element, string step, out JsonElement next)
    {
        if (!_steps.TryGetValue(pointer, out var steps))
        {
            steps = element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal),
                JsonValueKind.Array => element.EnumerateArray().Index().ToDictionary(item => item.Index.ToString(CultureInfo.InvariantCulture), item => item.Item, StringComparer.Ordinal),
                _ => [],
            };
            _steps.Add(pointer, steps);
        }

        return steps.TryGetValue(step, out next);
    }

    private static bool IsDraft04(JsonElement root, SchemaDraft defaultDraft) =>
        (Text(root, "$schema") is { } draft ? Dialect.DraftOf(UriText.Cut(draft).Uri) : defaultDraft) is SchemaDraft.Draft04;

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
