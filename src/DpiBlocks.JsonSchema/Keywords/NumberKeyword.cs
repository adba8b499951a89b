using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary>The keywords of numbers (Validation, 6.2), computed without loss.</summary>
internal sealed class NumberKeyword : Keyword
{
    private readonly Comparison _comparison;
    private readonly ExactNumber _limit;
    private readonly string _written;
    private readonly long? _plain;

    /// <summary>Makes one.</summary>
    /// <param name="name">Which of the five.</param>
    /// <param name="written">The limit or divisor as it is written.</param>
    /// <param name="limit">The same, read.</param>
    public NumberKeyword(string name, string written, ExactNumber limit)
        : base(name, Kinds.Numbers)
    {
        _comparison = name switch
        {
            "minimum" => Comparison.AtLeast,
            "maximum" => Comparison.AtMost,
            "exclusiveMinimum" => Comparison.Above,
            "exclusiveMaximum" => Comparison.Below,
            _ => Comparison.MultipleOf,
        };
        _limit = limit;
        _written = written;
        _plain = TryReadPlain(System.Text.Encoding.ASCII.GetBytes(written), out var plain) ? plain : null;
    }

    /// <summary>Whether a number has no fraction.</summary>
    public static bool IsInteger(ref Run run, int at)
    {
        var text = run.Document.Text(at);
        return !text.ContainsAny("."u8[0], "e"u8[0], "E"u8[0]) || (TryRead(ref run, at, out var number) && number.IsInteger);
    }

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        // Nearly all numbers are short and whole.
        if (_plain is { } limit && TryReadPlain(run.Document.Text(at), out var plain))
        {
            return _comparison is Comparison.MultipleOf ? plain % limit == 0 : Decide(plain.CompareTo(limit));
        }

        return TryRead(ref run, at, out var number) && (_comparison is Comparison.MultipleOf ? number.IsMultipleOf(_limit) : Decide(number.CompareTo(_limit)));
    }

    public override string Describe(ref Run run, int at) => Name switch
    {
        "minimum" => $"The number must be at least {_written}.",
        "maximum" => $"The number must be at most {_written}.",
        "exclusiveMinimum" => $"The number must be above {_written}.",
        "exclusiveMaximum" => $"The number must be below {_written}.",
        _ => $"The number must be a multiple of {_written}.",
    };

    private bool Decide(int comparison) => _comparison switch
    {
        Comparison.AtLeast => comparison >= 0,
        Comparison.AtMost => comparison <= 0,
        Comparison.Above => comparison > 0,
        _ => comparison < 0,
    };

    private static bool TryRead(ref Run run, int at, out ExactNumber number)
    {
        var text = run.Document.Text(at);
        if (run.Spend(1 + (text.Length / 8)) && ExactNumber.TryParse(text, out number))
        {
            return true;
        }

        run.Stop(ExactNumber.TooLarge);
        number = default;
        return false;
    }

    private static bool TryReadPlain(ReadOnlySpan<byte> text, out long value) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out value, out var read) && read == text.Length && text.Length < 19;

    private enum Comparison
    {
        AtLeast,
        AtMost,
        Above,
        Below,
        MultipleOf,
    }
}
