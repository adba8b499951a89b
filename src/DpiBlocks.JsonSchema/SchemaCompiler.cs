using System.Diagnostics.CodeAnalysis;
using DpiBlocks.JsonSchema.Compilation;

namespace DpiBlocks.JsonSchema;

/// <summary>Compiles schemas that refer to each other. What they refer to is handed in beforehand; nothing is ever fetched.</summary>
/// <remarks>Not safe to share between threads; what it compiles is.</remarks>
/// <param name="options">How; the defaults when there are none.</param>
public sealed class SchemaCompiler(SchemaOptions? options = null)
{
    private readonly SchemaOptions _options = options ?? new SchemaOptions();
    private readonly SchemaLibrary _library = new(options ?? new SchemaOptions());

    /// <summary>Hands in a document that schemas may refer to: a schema, a metaschema, or any JSON that has schemas in it, such as an OpenAPI document.</summary>
    /// <remarks>Only whether it is JSON is found out here; whether it can be used, when something refers to it.</remarks>
    /// <param name="uri">Its URI: absolute, without a fragment.</param>
    /// <param name="schema">The document, UTF-8; it is copied.</param>
    /// <returns>Why not; null when it was taken: a code of <see cref="JsonRefusalCodes"/>, or <see cref="SchemaRefusalCodes.IdentifierConflict"/>.</returns>
    /// <exception cref="ArgumentException">The URI is not absolute, or has a fragment.</exception>
    public Refusal? Add(string uri, ReadOnlyMemory<byte> schema)
    {
        ArgumentException.ThrowIfNullOrEmpty(uri);
        if (!UriText.IsAbsolute(uri) || uri.Contains('#', StringComparison.Ordinal))
        {
            throw new ArgumentException("The URI of a schema must be absolute, and without a fragment.", nameof(uri));
        }

        return TryRead(uri, schema, out var document, out var refusal) ? Add(document) : refusal;
    }

    /// <summary>Hands in a schema that others may refer to by the URI that it gives itself.</summary>
    /// <param name="schema">The schema, UTF-8, with an absolute <c>$id</c>; it is copied.</param>
    /// <returns>Why not; null when it was taken: a code of <see cref="JsonRefusalCodes"/>, <see cref="SchemaRefusalCodes.Malformed"/> without such a URI, or <see cref="SchemaRefusalCodes.IdentifierConflict"/>.</returns>
    public Refusal? Add(ReadOnlyMemory<byte> schema)
    {
        if (!TryRead(string.Empty, schema, out var document, out var refusal))
        {
            return refusal;
        }

        return UriText.IsAbsolute(document.OwnUri)
            ? Add(document)
            : new Refusal(SchemaRefusalCodes.Malformed, "The schema gives itself no absolute URI.") { Location = "#/$id" };
    }

    /// <summary>Compiles a schema. Never throws for any bytes.</summary>
    /// <param name="schema">The schema, UTF-8.</param>
    /// <param name="compiled">The schema, ready to be used.</param>
    /// <param name="refusal">Why not: one of <see cref="SchemaRefusalCodes"/> or <see cref="JsonRefusalCodes"/>, with the place in the schema.</param>
    /// <returns>Whether it can be used.</returns>
    public bool TryCompile(ReadOnlyMemory<byte> schema, [NotNullWhen(true)] out CompiledSchema? compiled, [NotNullWhen(false)] out Refusal? refusal)
    {
        compiled = null;
        if (!TryRead(string.Empty, schema, out var document, out refusal))
        {
            return false;
        }

        _library.Scan();
        var library = new SchemaLibrary(_options, _library);
        library.TryAdd(document);
        library.Scan();
        refusal = document.Refusal;
        return refusal is null && TryCompile(library, _ => SchemaPlace.Root(document.Sources[string.Empty]), out compiled, out refusal);
    }

    /// <summary>Compiles a schema that was handed in, or a part of it. Never throws for any text.</summary>
    /// <param name="uri">Its URI; a part is named by a fragment, such as <c>#/components/schemas/Person</c>.</param>
    /// <param name="compiled">The schema, ready to be used.</param>
    /// <param name="refusal">Why not: one of <see cref="SchemaRefusalCodes"/>, with the place in the schema.</param>
    /// <returns>Whether it can be used.</returns>
    public bool TryCompile(string uri, [NotNullWhen(true)] out CompiledSchema? compiled, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentException.ThrowIfNullOrEmpty(uri);
        _library.Scan();
        return TryCompile(_library, compilation => compilation.Resolve(uri), out compiled, out refusal);
    }

    private Refusal? Add(SchemaDocument document) =>
        _library.TryAdd(document) ? null : new Refusal(SchemaRefusalCodes.IdentifierConflict, "Two schemas have the same identifier.") { Location = document.OwnUri };

    private bool TryCompile(SchemaLibrary library, Func<Compilation.Compilation, SchemaPlace> place, [NotNullWhen(true)] out CompiledSchema? compiled, [NotNullWhen(false)] out Refusal? refusal)
    {
        var compilation = new Compilation.Compilation(_options, library);
        try
        {
            compiled = new CompiledSchema(compilation.Compile(place(compilation)), _options.Limits);
            refusal = null;
            return true;
        }
        catch (UnusableSchemaException unusable)
        {
            compiled = null;
            refusal = unusable.ToRefusal();
            return false;
        }
    }

    private bool TryRead(string uri, ReadOnlyMemory<byte> schema, [NotNullWhen(true)] out SchemaDocument? document, [NotNullWhen(false)] out Refusal? refusal)
    {
        document = StrictJson.TryParse(schema.ToArray(), _options.Limits.Schema, out var parsed, out refusal) ? new SchemaDocument(uri, parsed.RootElement, _options.DefaultDraft) : null;
        return document is not null;
    }
}
