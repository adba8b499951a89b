namespace DpiBlocks.JsonSchema.Documents;

/// <summary>A JSON text as a flat table of tokens: nothing is allocated for a value, and skipping one costs nothing.</summary>
internal readonly ref struct JsonTable(ReadOnlySpan<byte> text, ReadOnlySpan<byte> unescaped, ReadOnlySpan<Token> tokens)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly ReadOnlySpan<byte> _unescaped = unescaped;
    private readonly ReadOnlySpan<Token> _tokens = tokens;

    public ref readonly Token this[int at] => ref _tokens[at];

    public TokenKind Kind(int at) => _tokens[at].Kind;

    /// <summary>How many items or members an array or object has.</summary>
    public int Count(int at) => _tokens[at].Extra;

    /// <summary>The text of a string, name or number; unescaped, without quotes.</summary>
    public ReadOnlySpan<byte> Text(int at) => Text(in _tokens[at]);

    public ReadOnlySpan<byte> Text(in Token token) => (token.Unescaped ? _unescaped : _text).Slice(token.Start, token.Length);

    /// <summary>Finds the value of a member; -1 when there is none.</summary>
    public int Find(int at, ReadOnlySpan<byte> name, int hash)
    {
        ref readonly var parent = ref _tokens[at];
        for (var member = at + 1; member < parent.End; member = _tokens[member + 1].End)
        {
            ref readonly var token = ref _tokens[member];
            if (token.Extra == hash && token.Length == name.Length && Utf8Text.Equal(Text(in token), name))
            {
                return member + 1;
            }
        }

        return -1;
    }
}
