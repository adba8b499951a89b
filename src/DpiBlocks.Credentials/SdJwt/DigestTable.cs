using System.Buffers;
using System.Security.Cryptography;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>The digests of one SD-JWT: those of the disclosures that came, and those met in what is signed. Each is looked up once, whatever their number.</summary>
/// <remarks>Whoever makes a credential chooses its digests; the hash codes are seeded anew in each process, so they cannot be made to collide.</remarks>
internal sealed class DigestTable(int length) : IDisposable
{
    private int[] _buckets = Rent(64);
    private Entry[] _entries = ArrayPool<Entry>.Shared.Rent(32);
    private byte[] _digests = ArrayPool<byte>.Shared.Rent(32 * length);
    private int _count;

    /// <summary>Gets how many disclosures no digest has referred to yet.</summary>
    public int Unreferenced { get; private set; }

    /// <summary>Adds a disclosure that came, by its place in the text.</summary>
    /// <returns>False when the same came before.</returns>
    public bool TryAddDisclosure(ReadOnlySpan<byte> digest, int start, int count)
    {
        var code = CodeOf(digest);
        if (Find(digest, code) >= 0)
        {
            return false;
        }

        Add(digest, code, new Entry { Start = start, Length = count });
        Unreferenced++;
        return true;
    }

    /// <summary>Notes a digest that stands in what is signed.</summary>
    /// <returns>False when it was met before.</returns>
    public bool TryMeet(ReadOnlySpan<byte> digest, out int start, out int count)
    {
        (start, count) = (0, 0);
        var code = CodeOf(digest);
        var index = Find(digest, code);
        if (index < 0)
        {
            Add(digest, code, new Entry { IsMet = true });      // a decoy, or what is not shown
            return true;
        }

        ref var entry = ref _entries[index];
        if (entry.IsMet)
        {
            return false;
        }

        entry.IsMet = true;
        Unreferenced--;
        (start, count) = (entry.Start, entry.Length);
        return true;
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_buckets);
        ArrayPool<Entry>.Shared.Return(_entries);
        ArrayPool<byte>.Shared.Return(_digests);
        (_buckets, _entries, _digests) = ([], [], []);
    }

    private static int[] Rent(int size)
    {
        var buckets = ArrayPool<int>.Shared.Rent(size);
        Array.Clear(buckets);
        return buckets;
    }

    private static int CodeOf(ReadOnlySpan<byte> digest)
    {
        HashCode code = default;
        code.AddBytes(digest);
        return code.ToHashCode();
    }

    private int Find(ReadOnlySpan<byte> digest, int code)
    {
        for (var index = _buckets[(uint)code % (uint)_buckets.Length] - 1; index >= 0; index = _entries[index].Next - 1)
        {
            if (_entries[index].Code == code && CryptographicOperations.FixedTimeEquals(digest, _digests.AsSpan(index * length, length)))
            {
                return index;
            }
        }

        return -1;
    }

    private void Add(ReadOnlySpan<byte> digest, int code, Entry entry)
    {
        if (_count == _entries.Length || (_count + 1) * length > _digests.Length)
        {
            Grow();
        }

        digest.CopyTo(_digests.AsSpan(_count * length));
        entry.Code = code;
        _entries[_count] = entry;
        Link(_count++);
    }

    private void Link(int index)
    {
        ref var bucket = ref _buckets[(uint)_entries[index].Code % (uint)_buckets.Length];
        _entries[index].Next = bucket;
        bucket = index + 1;
    }

    private void Grow()
    {
        var entries = ArrayPool<Entry>.Shared.Rent(_count * 2);
        Array.Copy(_entries, entries, _count);
        ArrayPool<Entry>.Shared.Return(_entries);
        var digests = ArrayPool<byte>.Shared.Rent(_count * 2 * length);
        Array.Copy(_digests, digests, _count * length);
        ArrayPool<byte>.Shared.Return(_digests);
        ArrayPool<int>.Shared.Return(_buckets);
        (_entries, _digests, _buckets) = (entries, digests, Rent(_count * 4));
        for (var i = 0; i < _count; i++)
        {
            Link(i);
        }
    }

    private struct Entry
    {
        public int Code;
        public int Next;
        public int Start;
        public int Length;
        public bool IsMet;
    }
}
