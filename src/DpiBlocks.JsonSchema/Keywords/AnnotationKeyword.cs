using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary>A keyword that only says something: <c>title</c>, <c>default</c>, <c>contentMediaType</c>, or one that nobody knows (Core, 6.5).</summary>
internal sealed class AnnotationKeyword(string name, JsonConstant value, int appliesTo = Kinds.All) : Keyword(name, appliesTo)
{
    public override bool IsDecidedElsewhere => true;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        run.Annotation = run.Annotating ? Utf8Text.Text(value.Utf8) : null;
        return true;
    }

    public override string Describe(ref Run run, int at) => throw new InvalidOperationException("It is always valid.");
}
