using System.Globalization;
using System.Text;

namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>A set of Unicode code points, as ranges; surrogates are never in it, since no JSON string that was accepted has one alone.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private readonly List<(int First, int Last)> _ranges = [];

    public static CodePointSet Of(params ReadOnlySpan<(int First, int Last)> ranges)
    {
        var set = new CodePointSet();
        foreach (var (first, last) in ranges)
        {
            set.Add(first, last);
        }

        return set;
    }

    public void Add(int first, int last) => _ranges.Add((first, last));

    public void Add(CodePointSet other) => _ranges.AddRange(other._ranges);

    public CodePointSet Inverted()
    {
        var inverted = new CodePointSet();
        var next = 0;
        foreach (var (first, last) in Ordered())
        {
            if (first > next)
            {
                inverted.Add(next, first - 1);
            }

            next = Math.Max(next, last + 1);
        }

        if (next <= Last)
        {
            inverted.Add(next, Last);
        }

        return inverted;
    }

    /// <summary>Writes the set in the language of .NET, whose characters are UTF-16 units: a class, and pairs of units for what lies above.</summary>
    public void Write(StringBuilder output)
    {
        var (plain, pairs) = (new StringBuilder(), new List<string>());
        foreach (var (first, last) in Ordered())
        {
            WriteUnits(plain, first, Math.Min(last, 0xD7FF));
            WriteUnits(plain, Math.Max(first, 0xE000), Math.Min(last, 0xFFFF));
            if (last > 0xFFFF)
            {
                WritePairs(pairs, Math.Max(first, 0x10000), last);
            }
        }

        if (plain.Length > 0)
        {
            pairs.Insert(0, $"[{plain}]");
        }

        output.Append(pairs.Count switch { 0 => @"[^\s\S]", 1 => pairs[0], _ => $"(?:{string.Join('|', pairs)})" });
    }

    // Ordered, and joined where they meet.
    private List<(int First, int Last)> Ordered()
    {
        var ordered = new List<(int First, int Last)>(_ranges.Count);
        foreach (var range in _ranges.OrderBy(range => range.First))
        {
            if (ordered.Count > 0 && range.First <= ordered[^1].Last + 1)
            {
                ordered[^1] = (ordered[^1].First, Math.Max(ordered[^1].Last, range.Last));
            }
            else
            {
                ordered.Add(range);
            }
        }

        return ordered;
    }

    private static void WritePairs(List<string> pairs, int first, int last)
    {
        var (high, low) = Units(first);
        var (lastHigh, lastLow) = Units(last);
        if (high == lastHigh)
        {
            pairs.Add(Pair(high, high, low, lastLow));
            return;
        }

        if (low > 0xDC00)
        {
            pairs.Add(Pair(high, high, low, 0xDFFF));
            high++;
        }

        if (lastLow < 0xDFFF)
        {
            pairs.Add(Pair(lastHigh, lastHigh, 0xDC00, lastLow));
            lastHigh--;
        }

        if (high <= lastHigh)
        {
            pairs.Add(Pair(high, lastHigh, 0xDC00, 0xDFFF));
        }
    }

    private static (int High, int Low) Units(int point) => (0xD800 + ((point - 0x10000) >> 10), 0xDC00 + ((point - 0x10000) & 0x3FF));

    private static string Pair(int high, int lastHigh, int low, int lastLow)
    {
        var text = new StringBuilder("[");
        WriteUnits(text, high, lastHigh);
        text.Append("][");
        WriteUnits(text, low, lastLow);
        return text.Append(']').ToString();
    }

    private static void WriteUnits(StringBuilder text, int first, int last)
    {
        if (first > last)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\\u{first:X4}");
        if (last > first)
        {
            text.Append(CultureInfo.InvariantCulture, $"-\\u{last:X4}");
        }
    }
}
