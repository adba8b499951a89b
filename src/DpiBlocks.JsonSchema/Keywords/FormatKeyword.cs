using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>format</c>, asserted (Validation, 7).</summary>
internal sealed class FormatKeyword(string format, Formats.FormatCheck check, JsonConstant value) : Keyword("format", Kinds.Strings)
{
    public override int Cost => 1;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var text = run.Document.Text(at);
        run.Annotation = run.Annotating ? Utf8Text.Text(value.Utf8) : null;
        return run.Spend(1 + (text.Length / 16)) && check(text);
    }

    public override string Describe(ref Run run, int at) => $"The text must have the format {format}.";
}
