using System.Text.Json;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>One schema resource as it is written: a document, or a part of one that has its own <c>$id</c> (Core, 8.2.1).</summary>
/// <param name="Document">The document it lies in.</param>
/// <param name="Uri">Its URI, without fragment; empty for a document that has none.</param>
/// <param name="Pointer">Where it lies in the document.</param>
/// <param name="Element">The schema.</param>
/// <param name="Dialect">What its keywords mean.</param>
internal sealed record SchemaSource(SchemaDocument Document, string Uri, string Pointer, JsonElement Element, Dialect Dialect)
{
    /// <summary>The names of subschemas (<c>$anchor</c>, <c>$dynamicAnchor</c>, draft-07's <c>$id</c> with <c>#</c>), and where they lie in the document.</summary>
    public Dictionary<string, (string Pointer, JsonElement Element)> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Those names that <c>$dynamicAnchor</c> gave.</summary>
    public HashSet<string> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>The URI of a place in the document.</summary>
    public string LocationOf(string pointer) => Uri + "#" + UriText.Fragment(pointer[Pointer.Length..]);
}
