using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>required</c> (Validation, 6.5.3).</summary>
internal sealed class RequiredKeyword(NameTable names) : Keyword("required", Kinds.Objects)
{
    public override bool IsValid(ref Run run, int at, Marks? marks) => run.Document.Count(at) >= names.Count && Missing(ref run, at) < 0;

    public override string Describe(ref Run run, int at) => $"The member \"{Utf8Text.Text(names[Math.Max(0, Missing(ref run, at))])}\" is missing.";

    private int Missing(ref Run run, int at)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (run.Find(at, names, i) < 0)
            {
                return i;
            }
        }

        return -1;
    }
}
