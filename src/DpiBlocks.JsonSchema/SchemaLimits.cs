using System.Runtime.CompilerServices;

namespace DpiBlocks.JsonSchema;

/// <summary>How much a schema may be, and how much work a document may cause. What is beyond gives <see cref="SchemaRefusalCodes.Limit"/>: neither valid nor invalid.</summary>
public sealed class SchemaLimits
{
    private const int MostDepth = 512;

    /// <summary>Gets the limits of a text that is a schema: 4 MiB and 64 levels unless set, with up to 20,000 members or items in one place; at most 512 levels.</summary>
    public JsonLimits Schema
    {
        get;
        init => field = Bounded(value);
    } = new(4 * 1024 * 1024) { MaxDepth = 64, MaxMembers = 20_000, MaxItems = 20_000 };

    /// <summary>Gets the limits of a text that is validated: those of <see cref="JsonLimits.Document"/> unless set; at most 512 levels.</summary>
    public JsonLimits Document
    {
        get;
        init => field = Bounded(value);
    } = JsonLimits.Document;

    /// <summary>Gets how many subschemas one compiled schema may have, those that it refers to among them, with locations of 250 characters on average: 50,000 unless set.</summary>
    public int MaxSubschemas
    {
        get;
        init => field = Positive(value);
    } = 50_000;

    /// <summary>Gets how many steps the patterns of one compiled schema may have together, their repetitions written out: 200,000 unless set.</summary>
    public int MaxPatternSteps
    {
        get;
        init => field = Positive(value);
    } = 200_000;

    /// <summary>Gets how often a schema may be applied within another, in one validation: 400 unless set.</summary>
    public int MaxNesting
    {
        get;
        init => field = Positive(value);
    } = 400;

    /// <summary>Gets how many steps one validation may take, a step being about one subschema applied to one value, or sixteen steps of a pattern tried at one character: 5 million unless set, about a second at most.</summary>
    public int MaxWork
    {
        get;
        init => field = Positive(value);
    } = 5_000_000;

    /// <summary>Gets how many errors are listed: 100 unless set.</summary>
    public int MaxErrors
    {
        get;
        init => field = Positive(value);
    } = 100;

    /// <summary>Gets how many units of output are kept, of 500 characters on average: 20,000 unless set.</summary>
    public int MaxOutputUnits
    {
        get;
        init => field = Positive(value);
    } = 20_000;

    private static int Positive(int value, [CallerMemberName] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }

    // Values are compared and schemas are read level by level, on the stack.
    private static JsonLimits Bounded(JsonLimits value, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.MaxDepth, MostDepth, name);
        return value;
    }
}
