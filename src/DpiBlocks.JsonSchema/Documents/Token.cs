namespace DpiBlocks.JsonSchema.Documents;

/// <summary>What a token of a JSON text is. The values are places in tables.</summary>
internal enum TokenKind : byte
{
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
    Name,
}

/// <summary>One token of a JSON text: a value, or the name of a member, which is followed by its value.</summary>
internal struct Token
{
    public TokenKind Kind;

    /// <summary>Whether the text had escapes, and therefore lies in the second buffer, unescaped.</summary>
    public bool Unescaped;

    /// <summary>Where the text begins, without its quotes.</summary>
    public int Start;

    /// <summary>How many bytes the text has.</summary>
    public int Length;

    /// <summary>Of a name, its hash; of an array or object, how many items or members.</summary>
    public int Extra;

    /// <summary>The place of the token after this value and all that is in it.</summary>
    public int End;
}
