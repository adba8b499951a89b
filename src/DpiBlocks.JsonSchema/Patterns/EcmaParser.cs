namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>Reads a pattern of ECMA-262 (22.2.1, with the flag <c>u</c>).</summary>
internal sealed partial class EcmaParser
{
    private const int MaxNesting = 100;
    private const int RangesOfStep = 8;

    private static readonly CodePointSet Digits = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet Words = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CodePointSet NoLineEnds = CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Inverted();
    private static readonly CodePointSet Spaces = CodePointSet.Of((9, 13), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    private readonly List<string?> _groups;
    private readonly bool _needsSets;
    private int _at;
    private int _nesting;
    private int _groupsSoFar;
    private long _joined;      // ranges of which classes were made

    private EcmaParser(string source, bool needsSets)
    {
        Source = source;
        _needsSets = needsSets;
        _groups = FindGroups(source);
        Pattern = Disjunction(out var weight);
        Weight = (int)Saturate(weight + (_joined / RangesOfStep));
    }

    public string Source { get; }

    public PatternNode Pattern { get; }

    public int GroupCount => _groups.Count - 1;

    /// <summary>Whether it names a property that the platform has no data for.</summary>
    public bool IsUnsupported { get; private set; }

    /// <summary>Whether it refers back to what a group held.</summary>
    public bool RefersBack { get; private set; }

    /// <summary>How many steps it has, its repetitions written out; at most <see cref="int.MaxValue"/>.</summary>
    public int Weight { get; }

    /// <summary>Reads.</summary>
    /// <param name="source">The text.</param>
    /// <param name="needsSets">Whether it is to be matched: without the sets of Unicode's properties, which are large, it can only be told whether it is a pattern.</param>
    /// <returns>What was read; null when the text is no pattern.</returns>
    public static EcmaParser? Parse(string source, bool needsSets)
    {
        try
        {
            var parser = new EcmaParser(source, needsSets);
            return parser._at == source.Length && parser.NamesAreUnique() ? parser : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private bool More => _at < Source.Length;

    private char Peek => _at < Source.Length ? Source[_at] : '\0';

    private PatternNode Disjunction(out long weight)
    {
        Demand(++_nesting <= MaxNesting);
        var parts = new List<PatternNode> { Alternative(out weight) };
        while (TryTake("|"))
        {
            parts.Add(Alternative(out var other));
            weight = Saturate(weight + other + 2);
        }

        _nesting--;
        return parts.Count == 1 ? parts[0] : new PatternNode.Choice(parts);
    }

    private PatternNode.Sequence Alternative(out long weight)
    {
        weight = 1;
        var parts = new List<PatternNode>();
        while (More && Peek is not ('|' or ')'))
        {
            parts.Add(Term(out var other));
            weight = Saturate(weight + other);
        }

        return new PatternNode.Sequence(parts);
    }

    private PatternNode Term(out long weight)
    {
        weight = 1;
        if (TryAssertion(ref weight) is { } assertion)
        {
            return assertion;
        }

        var firstGroup = _groupsSoFar + 1;
        return Quantifier(Atom(out weight), firstGroup, ref weight);
    }

    private PatternNode? TryAssertion(ref long weight)
    {
        if (TryTake("^"))
        {
            return new PatternNode.At(Place.Start);
        }

        if (TryTake("$"))
        {
            return new PatternNode.At(Place.End);
        }

        if (TryTake(@"\b"))
        {
            return new PatternNode.At(Place.WordBoundary);
        }

        if (TryTake(@"\B"))
        {
            return new PatternNode.At(Place.NoWordBoundary);
        }

        if (!TryTakeAny(out var opening, "(?=", "(?!", "(?<=", "(?<!"))
        {
            return null;
        }

        var body = Disjunction(out weight);
        Demand(TryTake(")"));
        return new PatternNode.Look(body, opening.Length == 4, opening[^1] == '!');
    }

    private PatternNode Atom(out long weight)
    {
        weight = 1;
        if (TryTake("."))
        {
            return new PatternNode.OneOf(NoLineEnds);
        }

        if (Peek == '(')
        {
            return Group(out weight);
        }

        if (Peek == '\\' && TryBackReference() is { } reference)
        {
            return reference;
        }

        var set = TryTake("[") ? Class() : Peek == '\\' ? Escape() : Single(Literal());
        weight = 1 + (set.Count / RangesOfStep);
        return new PatternNode.OneOf(set);
    }

    private int Literal()
    {
        Demand(More && !"^$\\.*+?()[]{}|".Contains(Peek, StringComparison.Ordinal));
        return TakeCodePoint();
    }

    private PatternNode Group(out long weight)
    {
        var captures = !TryTake("(?:");
        if (captures)
        {
            _groupsSoFar++;
            if (TryTake("(?<"))
            {
                Demand(TakeName() is not null);
            }
            else
            {
                _at++;
                Demand(Peek != '?');
            }
        }

        var number = _groupsSoFar;
        var body = Disjunction(out weight);
        Demand(TryTake(")"));
        weight = Saturate(weight + 2);
        return captures ? new PatternNode.Group(body, number) : body;
    }

    private PatternNode Quantifier(PatternNode atom, int firstGroup, ref long weight)
    {
        var (minimum, maximum) = (0, (int?)null);
        if (TryTake("+"))
        {
            minimum = 1;
        }
        else if (TryTake("?"))
        {
            maximum = 1;
        }
        else if (TryTake("{"))
        {
            minimum = TakeNumber();
            maximum = !TryTake(",") ? minimum : Peek == '}' ? null : TakeNumber();
            Demand(TryTake("}") && !(minimum > maximum));
        }
        else if (!TryTake("*"))
        {
            return atom;
        }

        var isLazy = TryTake("?");
        Demand(Peek is not ('*' or '+' or '?' or '{'));
        weight = Saturate((weight + 4) * Math.Max(1, maximum is { } times ? times : minimum + 1L));
        return new PatternNode.Repeat(atom, minimum, maximum, isLazy, firstGroup, _groupsSoFar);
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
