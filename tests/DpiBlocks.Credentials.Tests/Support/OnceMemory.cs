using System.Collections.Concurrent;

namespace DpiBlocks.Credentials.Tests.Support;

/// <summary>Remembers marks, or always gives one answer.</summary>
internal sealed class OnceMemory : IOnceStore
{
    private readonly ConcurrentDictionary<(ShardKey, string, string), OnceKey> _marks = new();

    public CommitOutcome? Outcome { get; init; }

    public IEnumerable<OnceKey> Marks => _marks.Values;

    public ValueTask<CommitOutcome> TryAddAsync(ShardKey shard, OnceKey once, CancellationToken cancellationToken = default)
    {
        var known = _marks.GetOrAdd((shard, once.Scope, once.Value), once);
        return ValueTask.FromResult(Outcome ?? (ReferenceEquals(known, once) ? CommitOutcome.Committed
            : known.Content == once.Content ? CommitOutcome.AlreadyCommitted : CommitOutcome.Conflict));
    }

    public ValueTask<OnceKey?> FindAsync(ShardKey shard, string scope, string value, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_marks.GetValueOrDefault((shard, scope, value)));
}
