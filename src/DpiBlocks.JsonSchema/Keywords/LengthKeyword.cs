using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>minLength</c> and <c>maxLength</c> (Validation, 6.3), in code points.</summary>
internal sealed class LengthKeyword(string name, long limit) : Keyword(name, Kinds.Strings)
{
    private readonly bool _isMinimum = name == "minLength";

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        // A code point has one byte to four, so that most lengths need no counting.
        var bytes = run.Document[at].Length;
        return _isMinimum
            ? bytes >= limit * 4 || (bytes >= limit && Utf8Text.CodePoints(run.Document.Text(at)) >= limit)
            : bytes <= limit || Utf8Text.CodePoints(run.Document.Text(at)) <= limit;
    }

    public override string Describe(ref Run run, int at) => _isMinimum ? $"The text must have at least {limit} characters." : $"The text must have at most {limit} characters.";
}
