using System.Text.Json;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>Where a subschema is written.</summary>
/// <param name="Source">The resource.</param>
/// <param name="Pointer">The pointer from the root of the document.</param>
/// <param name="Element">What stands there.</param>
internal readonly record struct SchemaPlace(SchemaSource Source, string Pointer, JsonElement Element)
{
    /// <summary>How many characters a pointer may have, and the URI of a resource.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>Why not.</summary>
    public const string TooLong = "The places of subschemas have longer names than are allowed.";

    /// <summary>Its URI.</summary>
    public string Location => Source.LocationOf(Pointer);

    public static SchemaPlace Root(SchemaSource source) => new(source, source.Pointer, source.Element);

    /// <summary>A step down; the resource changes where another begins.</summary>
    public SchemaPlace Child(string step, JsonElement element)
    {
        var pointer = $"{Pointer}/{SubschemaKeywords.Escape(step)}";
        if (pointer.Length > MaxLength)
        {
            throw new UnusableSchemaException(SchemaRefusalCodes.Limit, TooLong, Location);
        }

        return new SchemaPlace(Source.Document.SourceAt(pointer, Source), pointer, element);
    }

    /// <summary>Follows a JSON pointer (RFC 6901, 4); null when nothing stands there.</summary>
    public SchemaPlace? Follow(string pointer)
    {
        var place = this;
        foreach (var escaped in pointer.Split('/').Skip(1))
        {
            var step = escaped.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!place.Source.Document.TryStep(place.Pointer, place.Element, step, out var next))
            {
                return null;
            }

            place = place.Child(step, next);
        }

        return place;
    }

    public UnusableSchemaException Unusable(string message) => new(SchemaRefusalCodes.Malformed, message, Location);
}
