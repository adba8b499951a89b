using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>anyOf</c> and <c>oneOf</c> (Core, 10.2.1.2 and 10.2.1.3).</summary>
internal sealed class AnyOfKeyword(string name, SchemaNode[] schemas) : Keyword(name, Kinds.All)
{
    private readonly bool _exactlyOne = name == "oneOf";

    public override int Cost => 3;

    public override IEnumerable<SchemaNode> AlwaysAppliesInPlace => [schemas[0]];

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var found = Count(ref run, at, marks);
        return found == 1 || (found > 1 && !_exactlyOne);
    }

    public override string Describe(ref Run run, int at) => _exactlyOne ? "This must have exactly one of the forms that are offered." : "This has none of the forms that are offered.";

    private int Count(ref Run run, int at, Marks? marks)
    {
        var found = 0;
        var all = run.Collecting || (marks is not null && !_exactlyOne);      // each one that holds has evaluated something
        for (var i = 0; i < schemas.Length && (all || found < (_exactlyOne ? 2 : 1)); i++)
        {
            found += Branch.Apply(ref run, schemas[i], at, marks, run.Item(i)) ? 1 : 0;
        }

        return found;
    }
}
