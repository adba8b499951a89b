using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>pattern</c> (Validation, 6.3.3).</summary>
internal sealed class PatternKeyword(Patterns.EcmaPattern pattern) : Keyword("pattern", Kinds.Strings)
{
    public override int Cost => 1;

    public override bool IsValid(ref Run run, int at, Marks? marks) => pattern.IsMatch(ref run, run.Document.Text(at));

    public override string Describe(ref Run run, int at) => $"The text must match the pattern {pattern.Source}.";
}
