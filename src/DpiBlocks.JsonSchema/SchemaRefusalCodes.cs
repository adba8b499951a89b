namespace DpiBlocks.JsonSchema;

/// <summary>Why a schema cannot be used, or a document does not follow it. The codes are stable.</summary>
public static class SchemaRefusalCodes
{
    /// <summary>A keyword of the schema has not the form that the standard asks for.</summary>
    public const string Malformed = "schema.malformed";

    /// <summary><c>$schema</c> names a draft that is not read here, or a metaschema that was not handed in.</summary>
    public const string DialectUnknown = "schema.dialect_unknown";

    /// <summary>The metaschema demands a vocabulary that is not known here (Core, 8.1.2).</summary>
    public const string VocabularyUnknown = "schema.vocabulary_unknown";

    /// <summary>A reference leads to nothing that was handed in; nothing is ever fetched.</summary>
    public const string ReferenceUnknown = "schema.reference_unknown";

    /// <summary>A reference leads back to itself without ever looking at a value (Core, 9.4.1).</summary>
    public const string ReferenceEndless = "schema.reference_endless";

    /// <summary>Two schemas, or two anchors of one schema, have the same name.</summary>
    public const string IdentifierConflict = "schema.identifier_conflict";

    /// <summary>A pattern is not a regular expression of ECMA-262 with the flag <c>u</c>.</summary>
    public const string PatternInvalid = "schema.pattern_invalid";

    /// <summary>A pattern names a Unicode property that the platform has no data for, such as a script.</summary>
    public const string PatternUnsupported = "schema.pattern_unsupported";

    /// <summary>The schema, or the work that it makes of a document, is more than is allowed (<see cref="SchemaLimits"/>).</summary>
    public const string Limit = "schema.limit";

    /// <summary>The document does not follow the schema.</summary>
    public const string Violated = "schema.violated";
}
