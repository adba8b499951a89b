using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>additionalProperties</c> (Core, 10.3.2.3): the members that neither <c>properties</c> nor <c>patternProperties</c> beside it speak of.</summary>
internal sealed class AdditionalPropertiesKeyword(NameTable? names, Patterns.EcmaPattern[] patterns, SchemaNode schema, bool isCovered) : Keyword("additionalProperties", Kinds.Objects)
{
    public override int Cost => 2;

    public override bool IsDecidedElsewhere => isCovered;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var spoken = new MemberNames(run.Annotating);
        var (isValid, place, end) = (true, 0, run.Document[at].End);
        for (var member = at + 1; member < end && (isValid || run.Collecting); place++)
        {
            if (IsAdditional(ref run, member))
            {
                isValid &= run.Apply(schema, member + 1, marks: null, keywordStep: null, run.Member(member));
                marks?.Set(place);
                spoken.Add(member);
            }

            member = run.Document[member + 1].End;
        }

        run.Annotation = spoken.ToJson(run.Document);
        return isValid;
    }

    public override string Describe(ref Run run, int at) =>
        schema.Always is false ? "There is a member here that is not agreed, and no other is allowed." : "A member that is not named has not the form that is agreed for such.";

    private bool IsAdditional(ref Run run, int member)
    {
        ref readonly var name = ref run.Document[member];
        if (names is not null && names.Find(run.Document.Text(in name), name.Extra) >= 0)
        {
            return false;
        }

        foreach (var pattern in patterns)
        {
            if (!run.Spend(1) || pattern.IsMatch(ref run, run.Document.Text(in name)))
            {
                return false;
            }
        }

        return true;
    }
}
