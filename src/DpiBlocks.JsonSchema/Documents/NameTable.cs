namespace DpiBlocks.JsonSchema.Documents;

/// <summary>Names, each with its place, found by their bytes. Immutable.</summary>
internal sealed class NameTable
{
    private readonly (byte[] Name, int Hash, int Next)[] _entries;
    private readonly int[] _buckets;

    public NameTable(IReadOnlyList<string> names)
    {
        _entries = new (byte[], int, int)[names.Count];
        _buckets = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, names.Count * 2))];
        Array.Fill(_buckets, -1);
        for (var i = 0; i < names.Count; i++)
        {
            var name = System.Text.Encoding.UTF8.GetBytes(names[i]);
            var hash = Utf8Text.Hash(name);
            ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
            _entries[i] = (name, hash, bucket);
            bucket = i;
        }
    }

    public int Count => _entries.Length;

    public ReadOnlySpan<byte> this[int place] => _entries[place].Name;

    public int HashOf(int place) => _entries[place].Hash;

    /// <summary>Finds the place of a name; -1 when it is not among them.</summary>
    public int Find(ReadOnlySpan<byte> name, int hash)
    {
        for (var i = _buckets[hash & (_buckets.Length - 1)]; i >= 0; i = _entries[i].Next)
        {
            ref readonly var entry = ref _entries[i];
            if (entry.Hash == hash && Utf8Text.Equal(entry.Name, name))
            {
                return i;
            }
        }

        return -1;
    }
}
