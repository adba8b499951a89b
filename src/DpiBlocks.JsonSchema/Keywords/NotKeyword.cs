using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>not</c> (Core, 10.2.1.4).</summary>
internal sealed class NotKeyword(SchemaNode schema) : Keyword("not", Kinds.All)
{
    public override int Cost => 3;

    public override IEnumerable<SchemaNode> AlwaysAppliesInPlace => [schema];

    public override bool IsValid(ref Run run, int at, Marks? marks) => !run.Apply(schema, at, marks: null);

    public override string Describe(ref Run run, int at) => "This has a form that it must not have.";
}
