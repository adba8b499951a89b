namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>The vocabularies of 2020-12 (Core, 8.1.2), as bits.</summary>
[Flags]
internal enum Vocabularies
{
    None = 0,
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    FormatAnnotation = 32,
    FormatAssertion = 64,
    Content = 128,

    /// <summary>Those of the draft's own metaschema.</summary>
    Standard = Core | Applicator | Unevaluated | Validation | MetaData | FormatAnnotation | Content,
}

/// <summary>What the keywords of a resource mean: the draft, and its vocabularies.</summary>
internal sealed record Dialect(SchemaDraft Draft, Vocabularies Vocabularies)
{
    public const string Draft202012Uri = "https://json-schema.org/draft/2020-12/schema";
    public const string Draft07Uri = "http://json-schema.org/draft-07/schema";
    public const string Draft04Uri = "http://json-schema.org/draft-04/schema";

    private const string VocabularyPrefix = "https://json-schema.org/draft/2020-12/vocab/";

    public static Dialect Of(SchemaDraft draft) => new(draft, Vocabularies.Standard);

    /// <summary>Whether it is older than vocabularies, <c>$defs</c> and <c>$anchor</c>, and <c>$ref</c> stands alone.</summary>
    public bool IsOld => Draft is SchemaDraft.Draft07 or SchemaDraft.Draft04;

    public bool IsDraft04 => Draft is SchemaDraft.Draft04;

    /// <summary>The keyword that names a resource.</summary>
    public string Identifier => IsDraft04 ? "id" : "$id";

    /// <summary>The draft whose metaschema this is; published schemas name the older ones with https, too.</summary>
    public static SchemaDraft? DraftOf(string uri) => uri.Replace("https://json-schema.org/draft-0", "http://json-schema.org/draft-0", StringComparison.Ordinal) switch
    {
        Draft202012Uri => SchemaDraft.Draft202012,
        Draft07Uri => SchemaDraft.Draft07,
        Draft04Uri => SchemaDraft.Draft04,
        _ => null,
    };

    public bool Has(Vocabularies vocabulary) => (Vocabularies & vocabulary) != 0;

    /// <summary>Finds a vocabulary of the standard; none for another.</summary>
    public static Vocabularies VocabularyOf(string uri) => !uri.StartsWith(VocabularyPrefix, StringComparison.Ordinal) ? Vocabularies.None : uri[VocabularyPrefix.Length..] switch
    {
        "core" => Vocabularies.Core,
        "applicator" => Vocabularies.Applicator,
        "unevaluated" => Vocabularies.Unevaluated,
        "validation" => Vocabularies.Validation,
        "meta-data" => Vocabularies.MetaData,
        "format-annotation" => Vocabularies.FormatAnnotation,
        "format-assertion" => Vocabularies.FormatAssertion,
        "content" => Vocabularies.Content,
        _ => Vocabularies.None,
    };
}
