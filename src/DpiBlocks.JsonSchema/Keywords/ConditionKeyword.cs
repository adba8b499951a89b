using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>if</c>, <c>then</c> and <c>else</c> (Core, 10.2.2).</summary>
internal sealed class ConditionKeyword(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Keyword("if", Kinds.All)
{
    public override int Cost => 3;

    public override IEnumerable<SchemaNode> AlwaysAppliesInPlace => [condition];

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var chosen = Branch.Apply(ref run, condition, at, marks, keywordStep: null) ? then : otherwise;
        return chosen is null || run.Apply(chosen, at, marks);
    }

    // The condition itself is neither right nor wrong; what follows from it is told under its own name.
    public override bool Apply(ref Run run, int at, Marks? marks)
    {
        if (!run.Collecting)
        {
            return IsValid(ref run, at, marks);
        }

        var output = run.Output;
        output.OpenKeyword(Name);
        var holds = Branch.Apply(ref run, condition, at, marks, keywordStep: null);
        output.Close(isValid: true);
        var chosen = holds ? then : otherwise;
        if (chosen is null)
        {
            return true;
        }

        output.OpenKeyword(holds ? "then" : "else");
        var isValid = run.Apply(chosen, at, marks);
        output.Close(isValid, isValid ? null : Describe(ref run, at));
        return isValid;
    }

    public override string Describe(ref Run run, int at) => "This has not the form that follows from what it is.";
}
