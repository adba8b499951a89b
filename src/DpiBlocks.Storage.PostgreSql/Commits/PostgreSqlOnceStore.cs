namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Remembers in PostgreSQL what may happen once.</summary>
/// <remarks>A mark is forgotten at its <see cref="OnceKey.KeepUntil"/>; from then on the same name may be used again.</remarks>
/// <param name="database">The database.</param>
public sealed class PostgreSqlOnceStore(PostgreSqlDatabase database) : IOnceStore
{
    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryAddAsync(ShardKey shard, OnceKey once, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(once);
        var (outcome, _) = await database.CommitAsync(shard, new Effects { Once = once }, change: null, cancellationToken);
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<OnceKey?> FindAsync(ShardKey shard, string scope, string value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(value);
        return database.ReadAsync(shard, session => PostgreSqlEffects.FindMarkAsync(session, shard, scope, value, database.Now, cancellationToken), cancellationToken);
    }
}
