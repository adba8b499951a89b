using System.Globalization;
using System.Text;

namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>Reads a pattern of ECMA-262 (22.2.1, with the flag <c>u</c>) and writes it in the language of .NET, so that it matches the same texts.</summary>
internal sealed partial class EcmaTranslator
{
    private const int MaxNesting = 100;
    private const int MaxOutput = 256 * 1024;

    private static readonly CodePointSet Digits = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet Words = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CodePointSet LineEnds = CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029));
    private static readonly CodePointSet Spaces = CodePointSet.Of((9, 13), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    private readonly string _source;
    private readonly List<string?> _groups;
    private readonly StringBuilder _output = new();
    private int _at;
    private int _nesting;

    private EcmaTranslator(string source)
    {
        _source = source;
        _groups = FindGroups(source);
    }

    /// <summary>Whether it names a property that the platform has no data for.</summary>
    public bool IsUnsupported { get; private set; }

    /// <summary>Whether it looks around or back, so that only an engine that tries and returns can match it.</summary>
    public bool LooksAround { get; private set; }

    /// <summary>How many states the pattern has, its repetitions written out; at most <see cref="int.MaxValue"/>.</summary>
    public int Weight { get; private set; }

    /// <summary>The pattern in the language of .NET.</summary>
    public string Output => _output.ToString();

    /// <summary>Translates.</summary>
    /// <returns>The translation; null when the text is no pattern.</returns>
    public static EcmaTranslator? Translate(string source)
    {
        var translator = new EcmaTranslator(source);
        try
        {
            translator.Weight = (int)Math.Min(int.MaxValue, translator.Disjunction());
            return translator._at == source.Length && translator.NamesAreUnique() ? translator : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private bool More => _at < _source.Length;

    private char Peek => _at < _source.Length ? _source[_at] : '\0';

    private long Disjunction()
    {
        Demand(++_nesting <= MaxNesting);
        var weight = Alternative();
        while (TryTake("|"))
        {
            _output.Append('|');
            weight = Saturate(weight + Alternative());
        }

        _nesting--;
        return weight;
    }

    private long Alternative()
    {
        long weight = 1;
        while (More && Peek is not ('|' or ')'))
        {
            weight = Saturate(weight + Term());
            Demand(_output.Length <= MaxOutput);
        }

        return weight;
    }

    private long Term()
    {
        if (TryAssertion(out var weight))
        {
            return weight;
        }

        var start = _output.Length;
        weight = Atom();
        return Quantifier(start, weight);
    }

    private bool TryAssertion(out long weight)
    {
        weight = 1;
        if (TryTake("^"))
        {
            _output.Append(@"\A");
        }
        else if (TryTake("$"))
        {
            _output.Append(@"\z");      // .NET's $ also stands before a last line feed
        }
        else if (TryTake(@"\b"))
        {
            Boundary("(?:(?<=W)(?!W)|(?<!W)(?=W))");
        }
        else if (TryTake(@"\B"))
        {
            Boundary("(?:(?<=W)(?=W)|(?<!W)(?!W))");
        }
        else if (TryTakeAny(out var opening, "(?=", "(?!", "(?<=", "(?<!"))
        {
            LooksAround = true;
            _output.Append(opening);
            weight = Disjunction();
            Close();
        }
        else
        {
            return false;
        }

        return true;
    }

    // .NET's own boundary asks for the letters of every script.
    private void Boundary(string form)
    {
        LooksAround = true;
        _output.Append(form.Replace("W", "[0-9A-Z_a-z]", StringComparison.Ordinal));
    }

    private long Atom()
    {
        if (TryTake("."))
        {
            LineEnds.Inverted().Write(_output);
            return 1;
        }

        if (Peek == '(')
        {
            return Group();
        }

        if (TryTake("["))
        {
            Class().Write(_output);
            return 1;
        }

        if (Peek == '\\')
        {
            AtomEscape();
            return 1;
        }

        Demand(!"^$\\.*+?()[]{}|".Contains(Peek, StringComparison.Ordinal));
        Single(TakeCodePoint()).Write(_output);
        return 1;
    }

    private long Group()
    {
        if (TryTake("(?:"))
        {
            _output.Append("(?:");
        }
        else if (TryTake("(?<"))
        {
            Demand(TakeName() is not null);
            _output.Append('(');
        }
        else
        {
            _at++;
            Demand(Peek != '?');
            _output.Append('(');
        }

        var weight = Disjunction();
        Close();
        return weight;
    }

    private void Close()
    {
        Demand(TryTake(")"));
        _output.Append(')');
    }

    private long Quantifier(int start, long weight)
    {
        var (minimum, maximum) = (0L, 0L);
        if (TryTake("*"))
        {
            maximum = long.MaxValue;
        }
        else if (TryTake("+"))
        {
            (minimum, maximum) = (1, long.MaxValue);
        }
        else if (TryTake("?"))
        {
            maximum = 1;
        }
        else if (TryTake("{"))
        {
            minimum = TakeNumber();
            maximum = !TryTake(",") ? minimum : Peek == '}' ? long.MaxValue : TakeNumber();
            Demand(TryTake("}") && minimum <= maximum);
        }
        else
        {
            return weight;
        }

        var lazy = TryTake("?") ? "?" : string.Empty;
        Demand(Peek is not ('*' or '+' or '?' or '{'));
        _output.Insert(start, "(?:").Append(')');
        var bound = maximum == long.MaxValue ? string.Empty : Math.Min(maximum, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        _output.Append(CultureInfo.InvariantCulture, $"{{{Math.Min(minimum, int.MaxValue)},{bound}}}{lazy}");
        return Saturate(weight * Math.Max(1, maximum == long.MaxValue ? minimum + 1 : maximum));
    }

    private static long Saturate(long weight) => weight is < 0 or > int.MaxValue ? int.MaxValue : weight;

    private static CodePointSet Single(int point) => CodePointSet.Of((point, point));

    private static void Demand(bool condition)
    {
        if (!condition)
        {
            throw new FormatException();
        }
    }
}
