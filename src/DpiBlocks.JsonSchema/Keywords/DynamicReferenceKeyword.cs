using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>$dynamicRef</c> (Core, 8.2.3.2): where it leads is decided by the outermost resource that names it.</summary>
internal sealed class DynamicReferenceKeyword : Keyword
{
    public DynamicReferenceKeyword()
        : base("$dynamicRef", Kinds.All)
    {
    }

    /// <summary>Where it leads at first; set before the schema is used.</summary>
    public SchemaNode Target { get; set; } = null!;

    /// <summary>The dynamic anchor that it led to at first; null when it led to none, and it is as <c>$ref</c>.</summary>
    public string? Anchor { get; set; }

    public override int Cost => 3;

    public override bool IsValid(ref Run run, int at, Marks? marks) => run.Apply(Find(run.DynamicScope), at, marks);

    public override string Describe(ref Run run, int at) => "This has not the form that is referred to.";

    private SchemaNode Find(ReadOnlySpan<SchemaResource> scope)
    {
        if (Anchor is not null)
        {
            foreach (var resource in scope)
            {
                if (resource.DynamicAnchors.TryGetValue(Anchor, out var node))
                {
                    return node;
                }
            }
        }

        return Target;
    }
}
