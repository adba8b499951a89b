using DpiBlocks.JsonSchema.Documents;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary>Sets of kinds of values, as bits.</summary>
internal static class Kinds
{
    public const int All = 0x3F;
    public const int Numbers = 1 << (int)TokenKind.Number;
    public const int Strings = 1 << (int)TokenKind.String;
    public const int Arrays = 1 << (int)TokenKind.Array;
    public const int Objects = 1 << (int)TokenKind.Object;

    /// <summary>Numbers without a fraction: one more bit, beside the kinds of tokens.</summary>
    public const int Integers = 1 << 6;

    public static int Of(TokenKind kind) => 1 << (int)kind;

    /// <summary>The bit of a name of <c>type</c>; zero when it names none.</summary>
    public static int Named(string? name) => name switch
    {
        "null" => 1 << (int)TokenKind.Null,
        "boolean" => 1 << (int)TokenKind.Boolean,
        "number" => Numbers,
        "integer" => Integers,
        "string" => Strings,
        "array" => Arrays,
        "object" => Objects,
        _ => 0,
    };

    public static string NameOf(TokenKind kind) => kind switch
    {
        TokenKind.Null => "null",
        TokenKind.Boolean => "true or false",
        TokenKind.Number => "a number",
        TokenKind.Array => "an array",
        TokenKind.Object => "an object",
        _ => "a string",
    };
}
