using System.Collections.Immutable;

namespace DpiBlocks.Consent.Tests.Support;

/// <summary>Consents, marks and journal in memory, committed together as a database does.</summary>
internal sealed partial class Memory : IConsentStore, IOnceStore, IAuditLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TenantId, ConsentId), ShardKey> _pointers = [];
    private readonly Dictionary<(ShardKey, ConsentId), ConsentRecord> _records = [];
    private readonly Dictionary<(ShardKey, string, string), OnceKey> _marks = [];
    private readonly Dictionary<Digest, AuditEvent> _sealed = [];

    /// <summary>Gets what was committed to the journal, in order.</summary>
    public List<AuditEvent> Journal { get; } = [];

    /// <summary>Gets the messages that were committed, in order.</summary>
    public List<OutboxMessage> Outbox { get; } = [];

    /// <summary>Gets or sets a value indicating whether the log takes nothing in.</summary>
    public bool IsLogDown { get; set; }

    /// <summary>Gets or sets what happens just before a commit.</summary>
    public Func<Task>? BeforeCommit { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer to where a consent is to be found is lost.</summary>
    public bool IsPointerLost { get; set; }

    /// <summary>Gets or sets how every commit ends, whatever became of it.</summary>
    public CommitOutcome? Outcome { get; set; }

    public ValueTask<CommitOutcome> TryPointAsync(TenantId tenant, ConsentId id, ShardKey shard, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(IsPointerLost ? CommitOutcome.Unknown
                : _pointers.TryAdd((tenant, id), shard) ? CommitOutcome.Committed
                : _pointers[(tenant, id)] == shard ? CommitOutcome.AlreadyCommitted : CommitOutcome.Conflict);
        }
    }

    public ValueTask<ShardKey?> FindShardAsync(TenantId tenant, ConsentId id, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ShardKey?>(_pointers.TryGetValue((tenant, id), out var shard) ? shard : null);

    public ValueTask<ConsentRecord?> FindAsync(ShardKey shard, ConsentId id, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_records.GetValueOrDefault((shard, id)));
        }
    }

    public ValueTask<ImmutableArray<ConsentRecord>> ListAsync(ShardKey shard, ConsentId? after, int limit, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_records.Values.Where(record => record.Shard == shard && string.CompareOrdinal(record.Id.Value, after?.Value) > 0)
            .OrderBy(record => record.Id.Value, StringComparer.Ordinal).Take(limit).ToImmutableArray());

    public ValueTask<ImmutableArray<ConsentRecord>> ListEndedAsync(DateTimeOffset at, int limit, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_records.Values.Where(record => record.ExpiresAt <= at && record.State is ConsentState.Given or ConsentState.Paused).Take(limit).ToImmutableArray());

    public async ValueTask<CommitOutcome> CommitAsync(ConsentRecord record, long expectedVersion, Effects effects, CancellationToken cancellationToken = default)
    {
        await RunBeforeCommitAsync();
        lock (_gate)
        {
            return Outcome ?? Commit(record, expectedVersion, effects);
        }
    }

    public ValueTask<CommitOutcome> TryAddAsync(ShardKey shard, OnceKey once, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Outcome ?? Take(shard, new Effects { Once = once }) ?? CommitOutcome.Committed);
        }
    }

    public ValueTask<OnceKey?> FindAsync(ShardKey shard, string scope, string value, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_marks.GetValueOrDefault((shard, scope, value)));
        }
    }

    public AuditEntry Seal(AuditEvent auditEvent)
    {
        if (IsLogDown)
        {
            throw new AuditUnavailableException(new Refusal("audit.unavailable", "The log takes nothing in."));
        }

        lock (_gate)
        {
            var name = Digest.Of(Guid.NewGuid().ToByteArray());
            _sealed[name] = auditEvent;
            return new AuditEntry(auditEvent.Shard, name, ReadOnlyMemory<byte>.Empty);
        }
    }

    public ValueTask<CommitOutcome> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Journal.Add(_sealed[entry.Commitment]);
            return ValueTask.FromResult(CommitOutcome.Committed);
        }
    }

    private async Task RunBeforeCommitAsync()
    {
        if (BeforeCommit is { } before)
        {
            BeforeCommit = null;
            await before();
        }
    }

    private CommitOutcome Commit(ConsentRecord record, long expectedVersion, Effects effects)
    {
        if (effects.Once is { } once && _marks.TryGetValue((record.Shard, once.Scope, once.Value), out var known))
        {
            return known.Content == once.Content ? CommitOutcome.AlreadyCommitted : CommitOutcome.Conflict;
        }

        if ((_records.GetValueOrDefault((record.Shard, record.Id))?.Version ?? 0) != expectedVersion)
        {
            return CommitOutcome.Conflict;
        }

        if (Take(record.Shard, effects) is { } outcome)
        {
            return outcome;
        }

        _records[(record.Shard, record.Id)] = record;
        return CommitOutcome.Committed;
    }

    // Null when they are taken.
    private CommitOutcome? Take(ShardKey shard, Effects effects)
    {
        effects.ThrowIfNotFor(shard);
        if (effects.Once is { } once && !_marks.TryAdd((shard, once.Scope, once.Value), once))
        {
            return _marks[(shard, once.Scope, once.Value)].Content == once.Content ? CommitOutcome.AlreadyCommitted : CommitOutcome.Conflict;
        }

        Journal.AddRange(effects.Audit.Select(entry => _sealed[entry.Commitment]));
        Outbox.AddRange(effects.Messages);
        return null;
    }
}
