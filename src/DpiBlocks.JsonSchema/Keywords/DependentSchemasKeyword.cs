using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>dependentSchemas</c> (Core, 10.2.2.4), and such entries of draft-07's <c>dependencies</c>.</summary>
internal sealed class DependentSchemasKeyword(string name, NameTable triggers, string[] steps, SchemaNode[] schemas) : Keyword(name, Kinds.Objects)
{
    public override int Cost => 3;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var isValid = true;
        for (var i = 0; i < triggers.Count && (isValid || run.Collecting); i++)
        {
            isValid &= run.Find(at, triggers, i) < 0 || run.Apply(schemas[i], at, marks, steps[i]);
        }

        return isValid;
    }

    public override string Describe(ref Run run, int at) => "This has not the form that one of its members asks for.";
}
