using System.Collections.Concurrent;

namespace DpiBlocks.Messaging.Tests;

/// <summary>Marks, and the changes that were committed with them.</summary>
internal sealed class MemoryMarks : IOnceStore
{
    private readonly ConcurrentDictionary<(ShardKey, string, string), OnceKey> _marks = [];

    /// <summary>The names of the marks whose change was made.</summary>
    public ConcurrentQueue<string> Changes { get; } = new();

    public ICollection<OnceKey> Marks => _marks.Values;

    public ValueTask<CommitOutcome> TryAddAsync(ShardKey shard, OnceKey once, CancellationToken cancellationToken = default)
    {
        if (_marks.TryAdd((shard, once.Scope, once.Value), once))
        {
            Changes.Enqueue(once.Value);
            return ValueTask.FromResult(CommitOutcome.Committed);
        }

        var there = _marks[(shard, once.Scope, once.Value)];
        return ValueTask.FromResult(there.Content == once.Content ? CommitOutcome.AlreadyCommitted : CommitOutcome.Conflict);
    }

    public ValueTask<OnceKey?> FindAsync(ShardKey shard, string scope, string value, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_marks.GetValueOrDefault((shard, scope, value)));
}
