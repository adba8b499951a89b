using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>patternProperties</c> (Core, 10.3.2.2).</summary>
internal sealed class PatternPropertiesKeyword(Patterns.EcmaPattern[] patterns, SchemaNode[] schemas) : Keyword("patternProperties", Kinds.Objects)
{
    public Patterns.EcmaPattern[] Patterns { get; } = patterns;

    public override int Cost => 2;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var spoken = new MemberNames(run.Annotating);
        var (isValid, place, end) = (true, 0, run.Document[at].End);
        for (var member = at + 1; member < end && (isValid || run.Collecting); place++)
        {
            for (var i = 0; i < Patterns.Length && run.Spend(1); i++)
            {
                if (Patterns[i].IsMatch(ref run, run.Document.Text(member)))
                {
                    isValid &= run.Apply(schemas[i], member + 1, marks: null, Patterns[i].Source, run.Member(member));
                    marks?.Set(place);
                    spoken.Add(member);
                }
            }

            member = run.Document[member + 1].End;
        }

        run.Annotation = spoken.ToJson(run.Document);
        return isValid;
    }

    public override string Describe(ref Run run, int at) => "A member has not the form that is agreed for names like its own.";
}
