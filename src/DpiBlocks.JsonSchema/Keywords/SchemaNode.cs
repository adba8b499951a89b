using DpiBlocks.JsonSchema.Documents;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary>One subschema, compiled: its keywords, sorted by the kind of value that they speak of.</summary>
internal sealed class SchemaNode(SchemaResource resource, string location)
{
    private const int MostShortened = 8;

    private readonly Keyword[][] _deciding = new Keyword[7][];
    private readonly Keyword[][] _telling = new Keyword[7][];

    public SchemaResource Resource { get; } = resource;

    /// <summary>Where it stands: the URI of its resource, and a JSON pointer as fragment.</summary>
    public string Location { get; } = location;

    /// <summary>The same, where the resource has a URI.</summary>
    public string? AbsoluteLocation { get; } = resource.IsAbsolute ? location : null;

    /// <summary>What a boolean schema says of every value.</summary>
    public bool? Always { get; private set; }

    /// <summary>Whether it asks which members and items were evaluated.</summary>
    public bool AsksForMarks { get; private set; }

    /// <summary>The subschema that it does nothing but refer to, within its resource; itself when it does more.</summary>
    public SchemaNode Shortcut { get; private set; } = null!;

    /// <summary>All its keywords.</summary>
    public IReadOnlyList<Keyword> Keywords { get; private set; } = [];

    /// <summary>The keywords that decide whether a value is valid; without those that let every value of the kind pass.</summary>
    public ReadOnlySpan<Keyword> Deciding(TokenKind kind) => _deciding[(int)kind];

    /// <summary>Whether it is an object that lets every value of a kind pass.</summary>
    public bool HasNothingToSayOf(TokenKind kind) => _deciding[(int)kind] is { Length: 0 };

    /// <summary>The keywords that decide, and those that only annotate.</summary>
    public ReadOnlySpan<Keyword> Telling(TokenKind kind) => _telling[(int)kind];

    public void Complete(bool always) => Always = always;

    /// <summary>Called once all subschemas are complete, and none refers to itself without end.</summary>
    public void Shorten()
    {
        Shortcut = this;
        for (var i = 0; i < MostShortened && Shortcut.Keywords is [ReferenceKeyword reference] && ReferenceEquals(reference.Target.Resource, Resource); i++)
        {
            Shortcut = reference.Target;
        }
    }

    public void Complete(List<Keyword> keywords)
    {
        // Those that ask what was evaluated come last (Core, 11); the cheapest first.
        Keyword[] ordered = [.. keywords.OrderBy(keyword => keyword.Cost)];
        Keywords = ordered;
        AsksForMarks = ordered.Any(keyword => keyword.AsksForMarks);
        for (var kind = TokenKind.Null; kind <= TokenKind.Name; kind++)
        {
            var value = kind is TokenKind.Name ? TokenKind.String : kind;
            _telling[(int)kind] = [.. ordered.Where(keyword => (keyword.AppliesTo & Kinds.Of(value)) != 0)];
            _deciding[(int)kind] = [.. _telling[(int)kind].Where(keyword => !keyword.IsDecidedElsewhere && keyword.SaysOf(kind) is not true)];
        }
    }
}
