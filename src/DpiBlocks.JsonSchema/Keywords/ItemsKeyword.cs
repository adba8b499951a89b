using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>items</c> (Core, 10.3.1.2), and draft-07's <c>additionalItems</c>: every item from a place on.</summary>
internal sealed class ItemsKeyword(string name, int from, SchemaNode schema) : Keyword(name, Kinds.Arrays)
{
    public override int Cost => 2;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var (isValid, index, end) = (true, 0, run.Document[at].End);
        for (var item = at + 1; item < end && (isValid || run.Collecting); item = run.Document[item].End, index++)
        {
            isValid &= index < from || run.Apply(schema, item, marks: null, keywordStep: null, run.Item(index));
        }

        marks?.SetAll();
        run.Annotation = run.Annotating && index > from ? "true" : null;
        return isValid;
    }

    public override string Describe(ref Run run, int at) =>
        schema.Always is false ? "There are more items here than are allowed." : "An item has not the form that is agreed for it.";
}
