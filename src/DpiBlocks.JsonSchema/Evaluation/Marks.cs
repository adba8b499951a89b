namespace DpiBlocks.JsonSchema.Evaluation;

/// <summary>Which members or items of one value have been evaluated, for <c>unevaluatedProperties</c> and <c>unevaluatedItems</c> (Core, 11).</summary>
internal sealed class Marks
{
    private ulong[] _bits = new ulong[4];
    private bool _all;

    public void Reset(int count)
    {
        var words = (count + 63) / 64;
        if (_bits.Length < words)
        {
            _bits = new ulong[words * 2];
        }
        else
        {
            Array.Clear(_bits);
        }

        _all = false;
    }

    public bool this[int place] => _all || (_bits[place >> 6] & (1UL << place)) != 0;

    public void Set(int place) => _bits[place >> 6] |= 1UL << place;

    public void SetAll() => _all = true;

    /// <summary>Takes over the marks of another, of the same value.</summary>
    public void Add(Marks other)
    {
        _all |= other._all;
        for (var i = 0; i < Math.Min(_bits.Length, other._bits.Length); i++)
        {
            _bits[i] |= other._bits[i];
        }
    }
}
