using System.Collections.Immutable;

namespace DpiBlocks.JsonSchema;

/// <summary>What became of one document under one schema. Immutable.</summary>
public sealed class SchemaReport
{
    internal SchemaReport(Refusal? refusal, ImmutableArray<SchemaError> errors, bool isTruncated)
    {
        Refusal = refusal;
        Errors = errors;
        IsTruncated = isTruncated;
    }

    /// <summary>Gets a value indicating whether the document follows the schema.</summary>
    public bool IsValid => Refusal is null;

    /// <summary>
    /// Gets why not; null when it does. <see cref="SchemaRefusalCodes.Violated"/> with the place of the first error,
    /// a code of <see cref="JsonRefusalCodes"/> when it is not JSON, or <see cref="SchemaRefusalCodes.Limit"/> when it was too much to find out.
    /// </summary>
    public Refusal? Refusal { get; }

    /// <summary>Gets what is wrong, in the order of the schema; empty when no error could be listed.</summary>
    public ImmutableArray<SchemaError> Errors { get; }

    /// <summary>Gets a value indicating whether there is more that is wrong than is listed.</summary>
    public bool IsTruncated { get; }

    /// <summary>Makes a check of it, for a verdict: passed, failed, or, when it was too much to find out, not made.</summary>
    /// <param name="name">The stable name of the check, such as <c>schema</c>.</param>
    /// <returns>The check.</returns>
    public Check ToCheck(string name) => Refusal switch
    {
        null => Check.Passed(name),
        { Code: SchemaRefusalCodes.Limit } => new Check { Name = name, Outcome = CheckOutcome.NotChecked, Reason = Refusal },
        _ => new Check { Name = name, Outcome = CheckOutcome.Failed, Reason = Refusal },
    };
}
