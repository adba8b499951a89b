namespace DpiBlocks.JsonSchema.Keywords;

/// <summary>A schema resource as the dynamic scope knows it (Core, 7.1): its URI, and its dynamic anchors.</summary>
internal sealed class SchemaResource(string uri)
{
    public string Uri { get; } = uri;

    public bool IsAbsolute { get; } = Compilation.UriText.IsAbsolute(uri);

    /// <summary>The subschemas that <c>$dynamicAnchor</c> names; complete before the schema is used.</summary>
    public Dictionary<string, SchemaNode> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
