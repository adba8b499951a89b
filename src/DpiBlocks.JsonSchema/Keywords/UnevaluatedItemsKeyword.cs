using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>unevaluatedItems</c> (Core, 11.2).</summary>
internal sealed class UnevaluatedItemsKeyword(SchemaNode schema) : Keyword("unevaluatedItems", Kinds.Arrays)
{
    public override int Cost => 4;

    public override bool AsksForMarks => true;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var spoken = false;
        var (isValid, index, end) = (true, 0, run.Document[at].End);
        for (var item = at + 1; item < end && (isValid || run.Collecting); item = run.Document[item].End, index++)
        {
            if (!marks![index])
            {
                isValid &= run.Apply(schema, item, marks: null, keywordStep: null, run.Item(index));
                spoken = true;
            }
        }

        marks!.SetAll();
        run.Annotation = spoken ? "true" : null;
        return isValid;
    }

    public override string Describe(ref Run run, int at) => "There is an item here that no part of the schema allows.";
}
