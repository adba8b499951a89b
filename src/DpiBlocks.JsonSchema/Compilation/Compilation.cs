using System.Text.Json;
using DpiBlocks.JsonSchema.Keywords;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>One compilation: the subschemas that are reached from one, each made once, with their references resolved.</summary>
internal sealed class Compilation(SchemaOptions options, SchemaLibrary library)
{
    private const int CharactersOfSubschema = 500;      // on average

    private readonly Dictionary<(SchemaDocument Document, string Pointer), SchemaNode> _nodes = [];
    private readonly Dictionary<SchemaSource, SchemaResource> _resources = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(SchemaNode Node, SchemaPlace Place)> _waiting = new();
    private readonly Dictionary<string, Patterns.EcmaPattern> _patterns = new(StringComparer.Ordinal);
    private readonly Patterns.AutomatonRoom _room = new();
    private int _patternSteps;
    private long _characters;      // of where the nodes are

    public SchemaOptions Options { get; } = options;

    /// <summary>Compiles a schema and all that it refers to.</summary>
    /// <exception cref="UnusableSchemaException">It cannot be used.</exception>
    public SchemaNode Compile(SchemaPlace place)
    {
        var root = NodeOf(place);
        while (_waiting.TryDequeue(out var next))
        {
            var (node, at) = next;
            switch (at.Element.ValueKind)
            {
                case JsonValueKind.True or JsonValueKind.False:
                    node.Complete(at.Element.ValueKind is JsonValueKind.True);
                    break;
                case JsonValueKind.Object:
                    node.Complete(new KeywordReader(this, at).Read());
                    break;
                default:
                    throw at.Unusable("A schema must be an object, true or false.");
            }
        }

        EndlessReferences.Refuse(_nodes.Values);
        foreach (var node in _nodes.Values)
        {
            node.Shorten();
        }

        return root;
    }

    /// <summary>The node of a subschema, which is filled later.</summary>
    public SchemaNode NodeOf(SchemaPlace place)
    {
        var resource = ResourceOf(place.Source);
        if (_nodes.TryGetValue((place.Source.Document, place.Pointer), out var node))
        {
            return node;
        }

        var location = place.Location;
        if (_nodes.Count == Options.Limits.MaxSubschemas)
        {
            throw new UnusableSchemaException(SchemaRefusalCodes.Limit, "The schema has more subschemas than are allowed.", location);
        }

        _characters += place.Pointer.Length + location.Length;
        if (_characters > (long)Options.Limits.MaxSubschemas * CharactersOfSubschema)
        {
            throw new UnusableSchemaException(SchemaRefusalCodes.Limit, SchemaPlace.TooLong, location);
        }

        node = new SchemaNode(resource, location);
        _nodes.Add((place.Source.Document, place.Pointer), node);
        _waiting.Enqueue((node, place));
        return node;
    }

    /// <summary>Finds what a reference leads to (Core, 8.2.3).</summary>
    /// <param name="from">The resource that refers.</param>
    /// <param name="reference">The reference, as it is written.</param>
    /// <param name="location">Where it is written.</param>
    /// <param name="dynamicAnchor">The dynamic anchor by which it was found, if it was by one.</param>
    public SchemaPlace Resolve(SchemaSource from, string reference, string location, out string? dynamicAnchor)
    {
        dynamicAnchor = null;
        var (uri, fragment) = UriText.Cut(UriText.Resolve(from.Uri, reference));
        var source = uri == from.Uri ? from : library.TryFind(uri, out var found) ? found : throw Unknown(location);
        if (fragment.Length == 0 || fragment[0] == '/')
        {
            return SchemaPlace.Root(source).Follow(fragment) ?? throw Unknown(location);
        }

        if (!source.Anchors.TryGetValue(fragment, out var anchor))
        {
            throw Unknown(location);
        }

        dynamicAnchor = source.DynamicAnchors.Contains(fragment) ? fragment : null;
        return new SchemaPlace(source, anchor.Pointer, anchor.Element);
    }

    /// <summary>Finds what an absolute URI leads to.</summary>
    public SchemaPlace Resolve(string uri) =>
        library.TryFind(UriText.Cut(uri).Uri, out var source) ? Resolve(source, "#" + (uri.Contains('#', StringComparison.Ordinal) ? uri[(uri.IndexOf('#', StringComparison.Ordinal) + 1)..] : string.Empty), uri, out _) : throw Unknown(uri);

    /// <summary>A pattern, compiled once however often it is written.</summary>
    public Patterns.EcmaPattern PatternOf(string text, string location)
    {
        if (_patterns.TryGetValue(text, out var pattern))
        {
            return pattern;
        }

        var code = Patterns.EcmaPattern.TryCreate(text, Options.Limits.MaxPatternSteps - _patternSteps, _room, out pattern);
        if (code is not null)
        {
            throw new UnusableSchemaException(code, "A pattern of the schema cannot be used.", location);
        }

        _patternSteps += pattern!.Size;
        _patterns.Add(text, pattern);
        return pattern;
    }

    private static UnusableSchemaException Unknown(string location) =>
        new(SchemaRefusalCodes.ReferenceUnknown, "A reference leads to nothing that was handed in.", location);

    private SchemaResource ResourceOf(SchemaSource source)
    {
        if (!_resources.TryGetValue(source, out var resource))
        {
            _resources.Add(source, resource = new SchemaResource(source.Uri));
            foreach (var name in source.DynamicAnchors)
            {
                var (pointer, element) = source.Anchors[name];
                resource.DynamicAnchors.Add(name, NodeOf(new SchemaPlace(source, pointer, element)));
            }
        }

        return resource;
    }
}
