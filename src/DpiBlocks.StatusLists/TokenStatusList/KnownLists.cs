using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.StatusLists;

/// <summary>The lists that were used last, as many as fit.</summary>
internal sealed class KnownLists(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Digest, LinkedListNode<Kept>> _byDigest = [];
    private readonly LinkedList<Kept> _lastUsedFirst = [];
    private long _bytes;

    public bool TryGet(Digest digest, [NotNullWhen(true)] out KnownList? list)
    {
        lock (_lock)
        {
            if (_byDigest.TryGetValue(digest, out var node))
            {
                _lastUsedFirst.Remove(node);
                _lastUsedFirst.AddFirst(node);
            }

            list = node?.Value.List;
            return list is not null;
        }
    }

    /// <summary>Keeps a list, once it is trusted and decoded: what anybody can make up takes no room.</summary>
    public void Keep(KnownList list)
    {
        lock (_lock)
        {
            var kept = new Kept(list, list.Bytes);
            if (kept.Bytes > capacity || _byDigest.ContainsKey(list.Digest))
            {
                return;
            }

            _byDigest.Add(list.Digest, _lastUsedFirst.AddFirst(kept));
            _bytes += kept.Bytes;
            while (_bytes > capacity)
            {
                var last = _lastUsedFirst.Last!.Value;
                _byDigest.Remove(last.List.Digest);
                _lastUsedFirst.RemoveLast();
                _bytes -= last.Bytes;
            }
        }
    }

    // With the size it was counted with, so that the same is taken off when it goes.
    private sealed record Kept(KnownList List, long Bytes);
}
