using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>enum</c> and <c>const</c> (Validation, 6.1.2 and 6.1.3). Texts, of which there may be many, are looked up.</summary>
internal sealed class ConstKeyword : Keyword
{
    private readonly NameTable _texts;
    private readonly JsonConstant[] _others;

    public ConstKeyword(string name, IReadOnlyList<JsonConstant> allowed)
        : base(name, Kinds.All)
    {
        _texts = new NameTable([.. allowed.Where(IsText).Select(value => Utf8Text.Text(value.Table.Text(0)))]);
        _others = [.. allowed.Where(value => !IsText(value))];
    }

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        ref readonly var token = ref run.Document[at];
        if (token.Kind is TokenKind.String or TokenKind.Name)
        {
            var text = run.Document.Text(in token);
            return _texts.Find(text, Utf8Text.Hash(text)) >= 0;
        }

        foreach (var value in _others)
        {
            if (!run.Spend(1 + (token.End - at)) || run.IsEqual(at, value.Table, 0))
            {
                return true;
            }
        }

        return false;
    }

    public override string Describe(ref Run run, int at) =>
        Name == "const" ? "This is not the one value that is allowed." : "This is none of the values that are allowed.";

    private static bool IsText(JsonConstant value) => value.Table.Kind(0) is TokenKind.String;
}
