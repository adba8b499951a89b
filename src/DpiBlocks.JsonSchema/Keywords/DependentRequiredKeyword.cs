using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>dependentRequired</c> (Validation, 6.5.4), and such entries of draft-07's <c>dependencies</c>.</summary>
internal sealed class DependentRequiredKeyword(string name, NameTable triggers, NameTable[] required) : Keyword(name, Kinds.Objects)
{
    public override bool IsValid(ref Run run, int at, Marks? marks) => Missing(ref run, at) is null;

    public override string Describe(ref Run run, int at) =>
        Missing(ref run, at) is var (trigger, missing) ? $"Where \"{trigger}\" is, the member \"{missing}\" must be too, and is missing." : "A member is missing that another one asks for.";

    private (string Trigger, string Missing)? Missing(ref Run run, int at)
    {
        for (var i = 0; i < triggers.Count; i++)
        {
            if (run.Find(at, triggers, i) < 0)
            {
                continue;
            }

            for (var k = 0; k < required[i].Count; k++)
            {
                if (run.Find(at, required[i], k) < 0)
                {
                    return (Utf8Text.Text(triggers[i]), Utf8Text.Text(required[i][k]));
                }
            }
        }

        return null;
    }
}
