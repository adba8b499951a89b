using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace DpiBlocks.JsonSchema.Documents;

/// <summary>Reads one JSON text into a table, and refuses what <see cref="StrictJson"/> refuses, for the same reason.</summary>
/// <remarks>One pass over the text, where the reader that makes a <see cref="JsonDocument"/> makes three; a test holds the two to the same answers.</remarks>
internal ref struct JsonTableBuilder
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly JsonLimits _limits;
    private Token[] _tokens;
    private byte[] _unescaped = [];
    private int _count;
    private int _unescapedCount;
    private bool _hasDuplicate;

    private JsonTableBuilder(ReadOnlySpan<byte> text, JsonLimits limits)
    {
        _text = text;
        _limits = limits;
        _tokens = ArrayPool<Token>.Shared.Rent(Math.Max(64, text.Length / 6));
    }

    /// <summary>The table; valid until <see cref="Dispose"/>.</summary>
    public readonly JsonTable Table => new(_text, _unescaped, _tokens.AsSpan(0, _count));

    /// <summary>Reads; the builder is to be disposed in any case.</summary>
    /// <returns>The code of the refusal (<see cref="JsonRefusalCodes"/>), or null.</returns>
    public static string? Read(ReadOnlySpan<byte> text, JsonLimits limits, out JsonTableBuilder builder)
    {
        if (text.Length > limits.MaxBytes)
        {
            builder = default;
            return JsonRefusalCodes.TooLarge;
        }

        if (!Utf8.IsValid(text))
        {
            builder = default;
            return JsonRefusalCodes.InvalidString;
        }

        builder = new JsonTableBuilder(text, limits);
        try
        {
            return builder.Read();
        }
        catch (JsonException)
        {
            return JsonRefusalCodes.Malformed;
        }
    }

    /// <summary>Copies the table out of the shared buffers.</summary>
    public readonly JsonConstant ToConstant() => new(_text.ToArray(), _unescaped.AsSpan(0, _unescapedCount).ToArray(), _tokens.AsSpan(0, _count).ToArray());

    /// <summary>Gives the buffers back; the unescaped text may be personal, and is wiped.</summary>
    public void Dispose()
    {
        if (_tokens is { Length: > 0 })
        {
            ArrayPool<Token>.Shared.Return(_tokens);
            _tokens = [];
        }

        if (_unescaped is { Length: > 0 })
        {
            ArrayPool<byte>.Shared.Return(_unescaped, clearArray: true);
            _unescaped = [];
        }
    }

    private string? Read()
    {
        var reader = new Utf8JsonReader(_text, new JsonReaderOptions { MaxDepth = _limits.MaxDepth + 1 });
        var open = _limits.MaxDepth < 64 ? stackalloc int[64] : new int[_limits.MaxDepth + 1];      // the arrays and objects around this place
        var depth = 0;
        var inside = TokenKind.Null;      // the kind of the innermost one
        while (reader.Read())
        {
            var type = reader.TokenType;
            if (type is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                Close(open[--depth]);
                inside = depth == 0 ? TokenKind.Null : _tokens[open[depth - 1]].Kind;
                continue;
            }

            var kind = KindOf(type);
            if (kind is TokenKind.Name || inside is TokenKind.Array)
            {
                var children = ++_tokens[open[depth - 1]].Extra;
                if (children > (kind is TokenKind.Name ? _limits.MaxMembers : _limits.MaxItems))
                {
                    return JsonRefusalCodes.TooLarge;
                }
            }

            if (kind is TokenKind.Array or TokenKind.Object)
            {
                if (depth >= _limits.MaxDepth)
                {
                    return JsonRefusalCodes.TooDeep;
                }

                open[depth++] = _count;
                inside = kind;
            }

            if (!Add(ref reader, kind))
            {
                return JsonRefusalCodes.InvalidString;
            }
        }

        return _hasDuplicate ? JsonRefusalCodes.DuplicateMember : null;
    }

    private bool Add(ref Utf8JsonReader reader, TokenKind kind)
    {
        if (_count == _tokens.Length)
        {
            var larger = ArrayPool<Token>.Shared.Rent(_count * 2);
            _tokens.AsSpan().CopyTo(larger);
            ArrayPool<Token>.Shared.Return(_tokens);
            _tokens = larger;
        }

        ref var token = ref _tokens[_count++];
        var isText = kind is TokenKind.String or TokenKind.Name;
        token = new Token
        {
            Kind = kind,
            Start = (int)reader.TokenStartIndex + (isText ? 1 : 0),
            Length = reader.ValueSpan.Length,
            End = _count,
        };
        if (isText && reader.ValueIsEscaped && !Unescape(ref reader, ref token))
        {
            return false;
        }

        if (kind is TokenKind.Name)
        {
            var name = token.Unescaped ? _unescaped.AsSpan(token.Start, token.Length) : _text.Slice(token.Start, token.Length);
            token.Extra = Utf8Text.Hash(name);
            return !token.Unescaped || !name.Contains((byte)0);      // RFC 7493, 2.1; unescaped it cannot be written
        }

        return true;
    }

    private bool Unescape(ref Utf8JsonReader reader, ref Token token)
    {
        if (_unescaped.Length - _unescapedCount < token.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_text.Length, 256));      // unescaped, the whole text is shorter
            _unescaped.AsSpan(0, _unescapedCount).CopyTo(larger);
            if (_unescaped.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_unescaped, clearArray: true);
            }

            _unescaped = larger;
        }

        try
        {
            token.Length = reader.CopyString(_unescaped.AsSpan(_unescapedCount));
        }
        catch (InvalidOperationException)
        {
            return false;      // an escape names half of a surrogate pair
        }

        token.Start = _unescapedCount;
        token.Unescaped = true;
        _unescapedCount += token.Length;
        return true;
    }

    private void Close(int at)
    {
        ref var parent = ref _tokens[at];
        parent.End = _count;
        if (parent.Kind is TokenKind.Object && parent.Extra > 1 && !_hasDuplicate)
        {
            _hasDuplicate = DuplicateNames.Any(Table, at);
        }
    }

    private static TokenKind KindOf(JsonTokenType type) => Kinds[(int)type];

    // By the numbers of the platform's types of tokens.
    private static ReadOnlySpan<TokenKind> Kinds =>
    [
        TokenKind.Null, TokenKind.Object, TokenKind.Object, TokenKind.Array, TokenKind.Array, TokenKind.Name,
        TokenKind.Null, TokenKind.String, TokenKind.Number, TokenKind.Boolean, TokenKind.Boolean, TokenKind.Null,
    ];
}
