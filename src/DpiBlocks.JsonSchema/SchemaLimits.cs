namespace DpiBlocks.JsonSchema;

/// <summary>How much a schema may be, and how much work a document may cause. What is beyond gives <see cref="SchemaRefusalCodes.Limit"/>: neither valid nor invalid.</summary>
public sealed class SchemaLimits
{
    /// <summary>Gets the limits of a text that is a schema: 4 MiB and 64 levels unless set, with up to 20,000 members or items in one place.</summary>
    public JsonLimits Schema { get; init; } = new(4 * 1024 * 1024) { MaxDepth = 64, MaxMembers = 20_000, MaxItems = 20_000 };

    /// <summary>Gets the limits of a text that is validated: those of <see cref="JsonLimits.Document"/> unless set.</summary>
    public JsonLimits Document { get; init; } = JsonLimits.Document;

    /// <summary>Gets how many subschemas one compiled schema may have, those that it refers to among them: 50,000 unless set.</summary>
    public int MaxSubschemas { get; init; } = 50_000;

    /// <summary>Gets how often a schema may be applied within another, in one validation: 400 unless set.</summary>
    public int MaxNesting { get; init; } = 400;

    /// <summary>Gets how many steps one validation may take, a step being about one subschema applied to one value: 10 million unless set, about a second.</summary>
    public long MaxWork { get; init; } = 10_000_000;

    /// <summary>Gets how many errors are listed: 100 unless set.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>Gets how many units of output are kept: 20,000 unless set.</summary>
    public int MaxOutputUnits { get; init; } = 20_000;

    /// <summary>Gets how long one text may be matched against one pattern that looks around or back: 100 milliseconds unless set. All other patterns take time in step with the text.</summary>
    public TimeSpan PatternTimeout { get; init; } = TimeSpan.FromMilliseconds(100);
}
