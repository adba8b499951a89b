using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>unevaluatedProperties</c> (Core, 11.3).</summary>
internal sealed class UnevaluatedPropertiesKeyword(SchemaNode schema) : Keyword("unevaluatedProperties", Kinds.Objects)
{
    public override int Cost => 4;

    public override bool AsksForMarks => true;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var spoken = new MemberNames(run.Annotating);
        var (isValid, place, end) = (true, 0, run.Document[at].End);
        for (var member = at + 1; member < end && (isValid || run.Collecting); member = run.Document[member + 1].End, place++)
        {
            if (!marks![place])
            {
                isValid &= run.Apply(schema, member + 1, marks: null, keywordStep: null, run.Member(member));
                spoken.Add(member);
            }
        }

        marks!.SetAll();
        run.Annotation = spoken.ToJson(run.Document);
        return isValid;
    }

    public override string Describe(ref Run run, int at) => "There is a member here that no part of the schema allows.";
}
