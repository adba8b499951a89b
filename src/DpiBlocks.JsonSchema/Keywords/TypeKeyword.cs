using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>type</c> (Validation, 6.1.1).</summary>
internal sealed class TypeKeyword(int allowed, string words) : Keyword("type", Kinds.All)
{
    public override int Cost => -1;

    public override bool? SaysOf(TokenKind kind) =>
        (allowed & Kinds.Of(kind is TokenKind.Name ? TokenKind.String : kind)) != 0 ? true :
        kind is TokenKind.Number && (allowed & Kinds.Integers) != 0 ? null : false;

    public override bool IsValid(ref Run run, int at, Marks? marks) => SaysOf(run.Document.Kind(at)) ?? NumberKeyword.IsInteger(ref run, at);

    public override string Describe(ref Run run, int at) => $"This must be {words}, and is {Kinds.NameOf(run.Document.Kind(at))}.";
}
