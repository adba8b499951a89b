using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>properties</c> (Core, 10.3.2.1).</summary>
internal sealed class PropertiesKeyword(NameTable names, string[] steps, SchemaNode[] schemas) : Keyword("properties", Kinds.Objects)
{
    /// <summary>Whether <c>additionalProperties</c> beside it forbids all other members, so that one look-up decides both.</summary>
    public bool IsClosed { get; init; }

    public override int Cost => 2;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var spoken = new MemberNames(run.Annotating);
        var (isValid, place, end) = (true, 0, run.Document[at].End);
        for (var member = at + 1; member < end && (isValid || run.Collecting); place++)
        {
            ref readonly var name = ref run.Document[member];
            var found = names.Find(run.Document.Text(in name), name.Extra);
            if (found < 0 && IsClosed && !run.Collecting)
            {
                return false;
            }

            if (found >= 0)
            {
                isValid &= run.Apply(schemas[found], member + 1, marks: null, steps[found], steps[found]);
                marks?.Set(place);
                spoken.Add(member);
            }

            member = run.Document[member + 1].End;
        }

        run.Annotation = spoken.ToJson(run.Document);
        return isValid;
    }

    public override string Describe(ref Run run, int at) => "A member has not the form that is agreed for it.";
}
