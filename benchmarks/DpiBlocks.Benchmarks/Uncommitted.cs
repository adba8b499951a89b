using System.Collections.Immutable;
using DpiBlocks.Consent;

namespace DpiBlocks.Benchmarks;

/// <summary>Finds consents where they are, and commits nothing: what is left of a decision is its judgement.</summary>
internal sealed class Uncommitted(Func<ShardKey, ConsentId, ValueTask<ConsentRecord?>> find) : IConsentStore, IOnceStore, IAuditLog
{
    public ValueTask<ConsentRecord?> FindAsync(ShardKey shard, ConsentId id, CancellationToken cancellationToken = default) => find(shard, id);

    public ValueTask<CommitOutcome> CommitAsync(ConsentRecord record, long expectedVersion, Effects effects, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(CommitOutcome.Committed);

    public AuditEntry Seal(AuditEvent auditEvent) => new(auditEvent.Shard, default, ReadOnlyMemory<byte>.Empty);

    public ValueTask<CommitOutcome> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CommitOutcome> TryPointAsync(TenantId tenant, ConsentId id, ShardKey shard, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<ShardKey?> FindShardAsync(TenantId tenant, ConsentId id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<ConsentRecord>> ListAsync(ShardKey shard, ConsentId? after, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<ConsentRecord>> ListEndedAsync(DateTimeOffset at, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CommitOutcome> TryAddAsync(ShardKey shard, OnceKey once, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<OnceKey?> FindAsync(ShardKey shard, string scope, string value, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
