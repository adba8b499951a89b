using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography;

/// <summary>Remembers what was used of late: two halves, of which the older is dropped when the newer is full.</summary>
internal sealed class RecentCache<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _gate = new();
    private Dictionary<TKey, TValue> _newer = [];
    private Dictionary<TKey, TValue> _older = [];

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        lock (_gate)
        {
            if (!_newer.TryGetValue(key, out value) && _older.Remove(key, out value))
            {
                Keep(key, value);
            }
        }

        return value is not null;
    }

    public void Add(TKey key, TValue value)
    {
        lock (_gate)
        {
            Keep(key, value);
        }
    }

    private void Keep(TKey key, TValue value)
    {
        if (_newer.Count >= capacity / 2)
        {
            (_older, _newer) = (_newer, []);
        }

        _newer[key] = value;
    }
}
