using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>$ref</c> (Core, 8.2.3.1).</summary>
internal sealed class ReferenceKeyword() : Keyword("$ref", Kinds.All)
{
    /// <summary>Where it leads; set before the schema is used.</summary>
    public SchemaNode Target { get; set; } = null!;

    public override int Cost => 3;

    public override IEnumerable<SchemaNode> AlwaysAppliesInPlace => [Target];

    public override bool IsValid(ref Run run, int at, Marks? marks) => run.Apply(Target, at, marks);

    public override string Describe(ref Run run, int at) => "This has not the form that is referred to.";
}
