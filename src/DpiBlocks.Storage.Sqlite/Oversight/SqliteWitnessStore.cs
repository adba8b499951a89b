using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>Keeps in SQLite what a witness has seen.</summary>
/// <param name="database">The database.</param>
public sealed class SqliteWitnessStore(SqliteDatabase database) : IWitnessStore
{
    /// <inheritdoc/>
    public ValueTask<WitnessedTree?> FindAsync(ShardKey witness, string origin, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return ValueTask.FromResult(database.Read(witness, session =>
        {
            using var row = session.Query("SELECT size, root FROM witnessed WHERE shard = $1 AND origin = $2", witness.ToByteArray(), origin);
            return row.Read() ? new WitnessedTree(row.GetInt64(0), new Digest((byte[])row[1])) : null;
        }));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryReplaceAsync(
        ShardKey witness, string origin, WitnessedTree? seen, WitnessedTree now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(now);
        var (outcome, _) = await database.CommitAsync(witness, Effects.None, Replace, cancellationToken);
        return outcome is CommitOutcome.Committed;

        Effects? Replace(SqliteSession session) => (seen is null
            ? session.Execute(
                "INSERT INTO witnessed (shard, origin, size, root) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                witness.ToByteArray(), origin, now.Size, now.Root.ToByteArray())
            : session.Execute(
                "UPDATE witnessed SET size = $3, root = $4 WHERE shard = $1 AND origin = $2 AND size = $5 AND root = $6",
                witness.ToByteArray(), origin, now.Size, now.Root.ToByteArray(), seen.Size, seen.Root.ToByteArray())) == 1
            ? Effects.None
            : null;
    }
}
