using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>The documents that were handed in, and the resources in them, by URI. Nothing is ever fetched.</summary>
/// <param name="options">What a schema means that does not say it.</param>
/// <param name="parent">Where to look further.</param>
internal sealed class SchemaLibrary(SchemaOptions options, SchemaLibrary? parent = null)
{
    private const int MaxMetaschemas = 8;      // how long a chain of $schema may be

    private readonly Dictionary<string, SchemaDocument> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaSource> _sources = new(StringComparer.Ordinal);
    private readonly List<SchemaDocument> _waiting = [];

    /// <summary>Puts a document in; false when one of the same URI is there.</summary>
    public bool TryAdd(SchemaDocument document)
    {
        if (_documents.ContainsKey(document.OwnUri) || (document.Uri.Length > 0 && !_documents.TryAdd(document.Uri, document)))
        {
            return false;
        }

        _documents[document.OwnUri] = document;
        _waiting.Add(document);
        return true;
    }

    /// <summary>Reads where the resources of all documents lie; called once all that they need has been put in.</summary>
    public void Scan()
    {
        foreach (var document in _waiting)
        {
            Scan(document);
        }

        _waiting.Clear();
    }

    /// <summary>Reads where the resources of one document lie. What stands against it is kept with it, for whoever refers to it.</summary>
    public void Scan(SchemaDocument document)
    {
        try
        {
            ScanResource(document, document.OwnUri, string.Empty, document.Root, new Dialect(options.DefaultDraft, Vocabularies.Standard));
            if (document.Uri.Length > 0)
            {
                _sources.TryAdd(document.Uri, document.Sources[string.Empty]);
            }
        }
        catch (UnusableSchemaException unusable)
        {
            document.Refusal = unusable.ToRefusal();
        }
    }

    /// <summary>Finds a resource by its URI.</summary>
    /// <exception cref="UnusableSchemaException">It lies in a document that cannot be used.</exception>
    public bool TryFind(string uri, [NotNullWhen(true)] out SchemaSource? source)
    {
        if (_sources.TryGetValue(uri, out source))
        {
            return true;
        }

        if (_documents.TryGetValue(uri, out var document) && document.Refusal is { } refusal)
        {
            throw new UnusableSchemaException(refusal.Code, refusal.Message, refusal.Location ?? uri);
        }

        if (parent is not null)
        {
            return parent.TryFind(uri, out source);
        }

        if (Metaschemas.Find(uri) is { } metaschema && TryAdd(metaschema))
        {
            Scan();
            return _sources.TryGetValue(uri, out source);
        }

        return false;
    }

    private void ScanResource(SchemaDocument document, string uri, string pointer, JsonElement schema, Dialect inherited)
    {
        if (uri.Length > SchemaPlace.MaxLength)
        {
            throw new UnusableSchemaException(SchemaRefusalCodes.Limit, SchemaPlace.TooLong, "#" + UriText.Fragment(pointer));
        }

        var source = new SchemaSource(document, uri, pointer, schema, DialectOf(schema, inherited, uri, depth: 0));
        document.Sources.Add(pointer, source);
        if (uri.Length > 0 && !_sources.TryAdd(uri, source))
        {
            throw new UnusableSchemaException(SchemaRefusalCodes.IdentifierConflict, "Two schemas have the same identifier.", source.LocationOf(pointer));
        }

        Scan(source, pointer, schema);
    }

    // As deep as the text is nested, which was bounded when it was read.
    private void Scan(SchemaSource source, string pointer, JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        ScanAnchors(source, pointer, schema);
        foreach (var (at, subschema) in SubschemaKeywords.Of(schema, pointer, source.Dialect))
        {
            if (at.Length > SchemaPlace.MaxLength || !source.Document.TryScan(at))
            {
                throw new UnusableSchemaException(SchemaRefusalCodes.Limit, SchemaPlace.TooLong, source.LocationOf(pointer));
            }

            if (IdentifierOf(subschema, source) is { } identifier && UriText.Cut(UriText.Resolve(source.Uri, identifier)).Uri is var uri && (uri != source.Uri || !identifier.StartsWith('#')))
            {
                ScanResource(source.Document, uri, at, subschema, source.Dialect);
            }
            else
            {
                Scan(source, at, subschema);
            }
        }
    }

    private static void ScanAnchors(SchemaSource source, string pointer, JsonElement schema)
    {
        if (source.Dialect.IsOld)
        {
            // Draft-07 Core, 8.2.3: an $id that is, or ends in, a fragment names the subschema within its resource.
            if (IdentifierOf(schema, source) is { } identifier && UriText.Cut(identifier).Fragment is { Length: > 0 } name)
            {
                Name(name);
            }

            return;
        }

        foreach (var keyword in (ReadOnlySpan<string>)["$anchor", "$dynamicAnchor"])
        {
            if (schema.TryGetProperty(keyword, out var value))
            {
                var anchor = value.ValueKind is JsonValueKind.String ? value.GetString()! : string.Empty;
                if (!IsAnchor(anchor))
                {
                    throw new UnusableSchemaException(SchemaRefusalCodes.Malformed, $"{keyword} must be a name of letters, digits, - . and _.", $"{source.LocationOf(pointer)}/{keyword}");
                }

                Name(anchor);
                if (keyword == "$dynamicAnchor")
                {
                    source.DynamicAnchors.Add(anchor);
                }
            }
        }

        void Name(string name)
        {
            if (!source.Anchors.TryAdd(name, (pointer, schema)) && source.Anchors[name].Pointer != pointer)
            {
                throw new UnusableSchemaException(SchemaRefusalCodes.IdentifierConflict, "Two subschemas of one schema have the same anchor.", source.LocationOf(pointer));
            }
        }
    }

    // Draft-07 Core, 8.3: beside $ref nothing else counts.
    private static string? IdentifierOf(JsonElement schema, SchemaSource source) =>
        schema.ValueKind is JsonValueKind.Object && schema.TryGetProperty(source.Dialect.Identifier, out var id) && id.ValueKind is JsonValueKind.String && !(source.Dialect.IsOld && schema.TryGetProperty("$ref", out _))
            ? id.GetString()
            : null;

    private static bool IsAnchor(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_');

    private Dialect DialectOf(JsonElement schema, Dialect inherited, string location, int depth)
    {
        if (schema.ValueKind is not JsonValueKind.Object || !schema.TryGetProperty("$schema", out var named))
        {
            return inherited;
        }

        var uri = named.ValueKind is JsonValueKind.String ? UriText.Cut(named.GetString()!).Uri : string.Empty;
        if (Dialect.DraftOf(uri) is { } draft)
        {
            return Dialect.Of(draft);
        }

        if (depth == MaxMetaschemas || FindDocument(uri) is not { } metaschema)
        {
            throw new UnusableSchemaException(SchemaRefusalCodes.DialectUnknown, "The $schema names a draft that is not read here, or a metaschema that was not handed in.", $"{location}#/$schema");
        }

        var dialect = DialectOf(metaschema.Root, inherited, uri, depth + 1);
        return dialect.IsOld ? dialect : dialect with { Vocabularies = VocabulariesOf(metaschema.Root, uri) };
    }

    private SchemaDocument? FindDocument(string uri) => _documents.GetValueOrDefault(uri) ?? parent?.FindDocument(uri);

    private static Vocabularies VocabulariesOf(JsonElement metaschema, string location)
    {
        if (!metaschema.TryGetProperty("$vocabulary", out var list) || list.ValueKind is not JsonValueKind.Object)
        {
            return Vocabularies.Standard;
        }

        var vocabularies = Vocabularies.Core;
        foreach (var entry in list.EnumerateObject())
        {
            var vocabulary = Dialect.VocabularyOf(entry.Name);
            if (vocabulary is Vocabularies.None && entry.Value.ValueKind is JsonValueKind.True)
            {
                throw new UnusableSchemaException(SchemaRefusalCodes.VocabularyUnknown, "The metaschema demands a vocabulary that is not known here.", $"{location}#/$vocabulary");
            }

            vocabularies |= vocabulary;
        }

        return vocabularies;
    }
}
