using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.StatusLists;

/// <summary>The lists that were used last, as many as fit.</summary>
internal sealed class KnownLists(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Digest, LinkedListNode<KnownList>> _byDigest = [];
    private readonly LinkedList<KnownList> _lastUsedFirst = [];

    public bool TryGet(Digest digest, [NotNullWhen(true)] out KnownList? list)
    {
        lock (_lock)
        {
            if (_byDigest.TryGetValue(digest, out var node))
            {
                _lastUsedFirst.Remove(node);
                _lastUsedFirst.AddFirst(node);
            }

            list = node?.Value;
            return list is not null;
        }
    }

    /// <summary>Keeps a list, once it is trusted and decoded: what anybody can make up takes no room.</summary>
    public void Keep(KnownList list)
    {
        lock (_lock)
        {
            if (list.Bytes > capacity || _byDigest.ContainsKey(list.Digest))
            {
                return;
            }

            _byDigest.Add(list.Digest, _lastUsedFirst.AddFirst(list));
            while (_lastUsedFirst.Sum(kept => kept.Bytes) > capacity)
            {
                _byDigest.Remove(_lastUsedFirst.Last!.Value.Digest);
                _lastUsedFirst.RemoveLast();
            }
        }
    }
}
