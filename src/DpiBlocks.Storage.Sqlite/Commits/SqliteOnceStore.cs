namespace DpiBlocks.Storage.Sqlite;

/// <summary>Remembers in SQLite what may happen once.</summary>
/// <remarks>A mark is forgotten at its <see cref="OnceKey.KeepUntil"/>; from then on the same name may be used again.</remarks>
/// <param name="database">The database.</param>
public sealed class SqliteOnceStore(SqliteDatabase database) : IOnceStore
{
    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> TryAddAsync(ShardKey shard, OnceKey once, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(once);
        var effects = new Effects { Once = once };
        var (outcome, _) = await database.CommitAsync(shard, effects, _ => effects, cancellationToken);
        return outcome;
    }

    /// <inheritdoc/>
    public ValueTask<OnceKey?> FindAsync(ShardKey shard, string scope, string value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(value);
        return ValueTask.FromResult(database.Read(shard, session => SqliteEffects.FindMark(session, shard, scope, value, database.Now)));
    }
}
