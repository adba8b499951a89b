using System.Collections.Immutable;

namespace DpiBlocks.Messaging.Tests;

/// <summary>An outbox without a disk, which keeps what the stores keep.</summary>
internal sealed class MemoryOutbox(TimeProvider time) : IOutboxStore, IStagedEffects
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ShardKey, Head> _heads = [];

    public List<(OutboxMessage Message, Refusal Reason)> Dead { get; } = [];

    /// <summary>Why messages failed, in order.</summary>
    public List<string> Failures { get; } = [];

    public Exception? Broken { get; set; }

    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _heads.Values.Sum(head => head.Messages.Count);
            }
        }
    }

    public void Add(OutboxMessage message)
    {
        lock (_lock)
        {
            if (!_heads.TryGetValue(message.Shard, out var head))
            {
                _heads.Add(message.Shard, head = new Head());
            }

            head.Messages.Add(new LeasedMessage(++head.Sequence, time.GetUtcNow(), message));
            head.DueAt ??= time.GetUtcNow();
        }
    }

    public int AttemptsOf(ShardKey shard) => _heads[shard].Attempts;

    public DateTimeOffset? DueAtOf(ShardKey shard) => _heads[shard].DueAt;

    public ValueTask<ImmutableArray<OutboxLease>> LeaseAsync(int shards, int messages, TimeSpan duration, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        if (Broken is { } failure)
        {
            throw failure;
        }

        lock (_lock)
        {
            var now = time.GetUtcNow();
            var due = _heads.Where(pair => pair.Value.DueAt <= now || (pair.Value.DueAt > now + longestWait && pair.Value.Token == default)).OrderBy(pair => pair.Value.DueAt).Take(shards).ToList();
            return ValueTask.FromResult<ImmutableArray<OutboxLease>>([.. due.Select(pair =>
            {
                var head = pair.Value;
                (head.Token, head.DueAt) = (Guid.NewGuid(), now + duration);
                return new OutboxLease(pair.Key, head.Token, now + duration, head.Attempts, [.. head.Messages.Take(messages)]);
            })]);
        }
    }

    public ValueTask<bool> SettleAsync(OutboxLease lease, OutboxProgress progress, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var head = _heads[lease.Shard];
            if (head.Token != lease.Token)
            {
                return ValueTask.FromResult(false);
            }

            Failures.AddRange(progress.Failure is { } failure ? [failure.Code] : []);
            head.Messages.RemoveRange(0, progress.Delivered);
            head.Attempts = (progress.Delivered > 0 ? 0 : head.Attempts) + (progress.Failure is null ? 0 : 1);
            if (progress.IsDead)
            {
                Dead.Add((head.Messages[0].Message, progress.Failure!));
                head.Messages.RemoveAt(0);
                head.Attempts = 0;
            }

            head.Token = default;
            head.DueAt = head.Messages.Count == 0 ? null : progress.DueAt ?? time.GetUtcNow();
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<OutboxBacklog> LookAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var waiting = _heads.Values.Where(head => head.Messages.Count > 0).ToList();
            return ValueTask.FromResult(new OutboxBacklog(waiting.Min(head => (DateTimeOffset?)head.Messages[0].At), waiting.Min(head => head.DueAt)));
        }
    }

    public ValueTask<int> SplitAsync(int limit, CancellationToken cancellationToken) => ValueTask.FromResult(0);

    public ValueTask<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken) => ValueTask.FromResult<DateTimeOffset?>(null);

    private sealed class Head
    {
        public List<LeasedMessage> Messages { get; } = [];

        public long Sequence { get; set; }

        public int Attempts { get; set; }

        public Guid Token { get; set; }

        public DateTimeOffset? DueAt { get; set; }
    }
}
