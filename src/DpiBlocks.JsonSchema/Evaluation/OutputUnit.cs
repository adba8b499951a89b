namespace DpiBlocks.JsonSchema.Evaluation;

/// <summary>What one keyword, or one subschema, said of one value (Core, 12.3).</summary>
internal sealed class OutputUnit(OutputUnit? parent, string keywordLocation, string? absoluteKeywordLocation, string instanceLocation)
{
    public OutputUnit? Parent { get; } = parent;

    public string KeywordLocation { get; } = keywordLocation;

    public string? AbsoluteKeywordLocation { get; } = absoluteKeywordLocation;

    public string InstanceLocation { get; } = instanceLocation;

    public bool IsValid { get; set; }

    /// <summary>Why not, in a sentence.</summary>
    public string? Error { get; set; }

    /// <summary>What the keyword has to say of a valid value, as JSON.</summary>
    public string? Annotation { get; set; }

    public List<OutputUnit> Children { get; } = [];

    /// <summary>How many units there are below.</summary>
    public int Below { get; set; }
}
