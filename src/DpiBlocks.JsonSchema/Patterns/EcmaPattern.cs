using System.Buffers;
using System.Text;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>A pattern of ECMA-262, ready to match. Immutable, used by many threads.</summary>
internal sealed class EcmaPattern
{
    private const int MaxLength = 4_096;

    private readonly PatternProgram _program;
    private readonly Automaton? _automaton;
    private readonly bool _refersBack;

    private EcmaPattern(EcmaParser parsed, AutomatonRoom room)
    {
        Source = parsed.Source;
        Size = parsed.Weight;
        _refersBack = parsed.RefersBack;
        _program = PatternProgram.Of(parsed.Pattern, parsed.GroupCount);
        _automaton = Automaton.Serves(_program) ? new Automaton(_program, room) : null;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Source { get; }

    /// <summary>How many steps it has, its repetitions written out.</summary>
    public int Size { get; }

    /// <summary>Reads a pattern.</summary>
    /// <returns>The code of the refusal (<see cref="SchemaRefusalCodes"/>), or null.</returns>
    public static string? TryCreate(string source, int maxSize, AutomatonRoom room, out EcmaPattern? pattern)
    {
        pattern = null;
        if (source.Length > MaxLength)
        {
            return SchemaRefusalCodes.Limit;
        }

        if (EcmaParser.Parse(source, needsSets: true) is not { } parsed)
        {
            return SchemaRefusalCodes.PatternInvalid;
        }

        if (parsed.IsUnsupported)
        {
            return SchemaRefusalCodes.PatternUnsupported;
        }

        if (parsed.Weight > maxSize)
        {
            return SchemaRefusalCodes.Limit;
        }

        pattern = new EcmaPattern(parsed, room);
        return null;
    }

    /// <summary>Whether a text is a pattern of ECMA-262, whether or not it can be matched here.</summary>
    public static bool IsPattern(string source) => source.Length <= MaxLength && EcmaParser.Parse(source, needsSets: false) is not null;

    public bool IsMatch(ref Run run, ReadOnlySpan<byte> utf8)
    {
        if (!run.Spend(1 + (utf8.Length / 16)))
        {
            return false;
        }

        if (_automaton?.Matches(ref run, utf8) is { } known)
        {
            return known;
        }

        var points = ArrayPool<int>.Shared.Rent(Math.Max(1, utf8.Length));
        var text = points.AsMemory(0, Decode(utf8, points));
        var matches = _refersBack ? BacktrackingMatcher.Search(ref run, _program, text) : StateMatcher.Search(ref run, _program, text);
        ArrayPool<int>.Shared.Return(points, clearArray: true);
        return matches && run.Stopped is null;
    }

    private static int Decode(ReadOnlySpan<byte> utf8, Span<int> points)
    {
        var count = 0;
        while (!utf8.IsEmpty)
        {
            if (utf8[0] < 0x80)
            {
                points[count++] = utf8[0];
                utf8 = utf8[1..];
                continue;
            }

            Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            points[count++] = rune.Value;
            utf8 = utf8[length..];
        }

        return count;
    }
}
