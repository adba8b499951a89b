using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>allOf</c> (Core, 10.2.1.1).</summary>
internal sealed class AllOfKeyword(SchemaNode[] schemas) : Keyword("allOf", Kinds.All)
{
    public override int Cost => 3;

    public override IEnumerable<SchemaNode> AlwaysAppliesInPlace => schemas;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var isValid = true;
        for (var i = 0; i < schemas.Length && (isValid || run.Collecting); i++)
        {
            isValid &= run.Apply(schemas[i], at, marks, run.Item(i));
        }

        return isValid;
    }

    public override string Describe(ref Run run, int at) => "This has not all the forms that it must have.";
}
