namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>A set of Unicode code points, as ranges. Complete before it is asked.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private List<(int First, int Last)> _ranges = [];
    private bool _isOrdered = true;
    private UInt128 _ascii;      // once it is complete

    /// <summary>How many ranges it has.</summary>
    public int Count => Ordered().Count;

    /// <summary>How much work it is to ask it, once it is complete.</summary>
    public int Tries { get; private set; } = 1;

    public static CodePointSet Of(params ReadOnlySpan<(int First, int Last)> ranges)
    {
        var set = new CodePointSet();
        foreach (var (first, last) in ranges)
        {
            set.Add(first, last);
        }

        return set.Complete();
    }

    public void Add(int first, int last)
    {
        _ranges.Add((first, last));
        _isOrdered = false;
    }

    public void Add(CodePointSet other)
    {
        _ranges.AddRange(other._ranges);
        _isOrdered = false;
    }

    /// <summary>Puts the ranges in order and joins them where they meet; from now on the set does not change.</summary>
    public CodePointSet Complete()
    {
        _ranges = Ordered();
        _isOrdered = true;
        Tries = 1 + (System.Numerics.BitOperations.Log2((uint)_ranges.Count + 1) / 2);
        for (var point = 0; point < 128; point++)
        {
            _ascii |= Search(point) ? UInt128.One << point : 0;
        }

        return this;
    }

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

            next = last + 1;
        }

        if (next <= Last)
        {
            inverted.Add(next, Last);
        }

        return inverted.Complete();
    }

    public bool Contains(int point) => point < 128 ? ((_ascii >> point) & 1) != 0 : Search(point);

    private bool Search(int point)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (point < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (point > _ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private List<(int First, int Last)> Ordered()
    {
        if (_isOrdered)
        {
            return _ranges;
        }

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
}
