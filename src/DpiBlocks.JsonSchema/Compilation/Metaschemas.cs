using System.Text.Json;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>The metaschemas of the drafts, so that a schema can refer to them without a network.</summary>
internal static partial class Metaschemas
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        [Dialect.Draft04Uri] = Draft04,
        [Dialect.Draft07Uri] = Draft07,
        [Dialect.Draft202012Uri] = Draft202012,
        ["https://json-schema.org/draft/2020-12/meta/core"] = Core,
        ["https://json-schema.org/draft/2020-12/meta/applicator"] = Applicator,
        ["https://json-schema.org/draft/2020-12/meta/unevaluated"] = Unevaluated,
        ["https://json-schema.org/draft/2020-12/meta/validation"] = Validation,
        ["https://json-schema.org/draft/2020-12/meta/meta-data"] = MetaData,
        ["https://json-schema.org/draft/2020-12/meta/format-annotation"] = FormatAnnotation,
        ["https://json-schema.org/draft/2020-12/meta/format-assertion"] = FormatAssertion,
        ["https://json-schema.org/draft/2020-12/meta/content"] = Content,
    };

    /// <summary>Finds one by its URI.</summary>
    public static SchemaDocument? Find(string uri) => Texts.TryGetValue(uri, out var text) ? new SchemaDocument(uri, JsonElement.Parse(text), SchemaDraft.Draft202012) : null;
}
