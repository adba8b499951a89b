using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>minItems</c>, <c>maxItems</c>, <c>minProperties</c>, <c>maxProperties</c> (Validation, 6.4 and 6.5).</summary>
internal sealed class CountKeyword(string name, long limit) : Keyword(name, name.EndsWith("Items", StringComparison.Ordinal) ? Kinds.Arrays : Kinds.Objects)
{
    private readonly bool _isMinimum = name.StartsWith("min", StringComparison.Ordinal);

    public override bool IsValid(ref Run run, int at, Marks? marks) => _isMinimum ? run.Document.Count(at) >= limit : run.Document.Count(at) <= limit;

    public override string Describe(ref Run run, int at) =>
        $"There must be at {(_isMinimum ? "least" : "most")} {limit} {(AppliesTo == Kinds.Arrays ? "items" : "members")} here.";
}
