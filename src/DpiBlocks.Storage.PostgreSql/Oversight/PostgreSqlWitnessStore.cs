using System.Text;
using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Keeps in PostgreSQL what a witness has seen.</summary>
/// <param name="database">The database.</param>
public sealed class PostgreSqlWitnessStore(PostgreSqlDatabase database) : IWitnessStore
{
    /// <inheritdoc/>
    public async ValueTask<WitnessedTree?> FindAsync(ShardKey witness, string origin, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var found = await database.ReadAsync(
            witness,
            session => session.ReadAsync(
                "SELECT size, root FROM witnessed WHERE shard = $1 AND origin = $2",
                [witness.ToByteArray(), Bytes(origin)],
                row => new WitnessedTree(row.GetInt64(0), new Digest((byte[])row[1])),
                cancellationToken),
            cancellationToken);
        return found.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryReplaceAsync(
        ShardKey witness, string origin, WitnessedTree? seen, WitnessedTree now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(now);
        var (outcome, _) = await database.CommitAsync(witness, Effects.None, new PostgreSqlSteps(ReplaceAsync), cancellationToken);
        return outcome is CommitOutcome.Committed;

        async ValueTask<Effects?> ReplaceAsync(PostgreSqlSession session)
        {
            var changed = seen is null
                ? await session.ExecuteAsync(
                    "INSERT INTO witnessed (shard, origin, size, root) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    [witness.ToByteArray(), Bytes(origin), now.Size, now.Root.ToByteArray()],
                    cancellationToken)
                : await session.ExecuteAsync(
                    "UPDATE witnessed SET size = $3, root = $4 WHERE shard = $1 AND origin = $2 AND size = $5 AND root = $6",
                    [witness.ToByteArray(), Bytes(origin), now.Size, now.Root.ToByteArray(), seen.Size, seen.Root.ToByteArray()],
                    cancellationToken);
            return changed == 1 ? Effects.None : null;
        }
    }

    // Text here cannot hold the character 0.
    private static byte[] Bytes(string origin) => Encoding.UTF8.GetBytes(origin);
}
