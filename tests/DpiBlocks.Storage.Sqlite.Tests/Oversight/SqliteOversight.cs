using System.Collections.Concurrent;
using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.Sqlite.Tests.Oversight;

/// <summary>One file, opened as often as a test wants processes.</summary>
internal sealed class SqliteOversight(TimeProvider time) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ShardWatch _watch = new();
    private readonly ConcurrentBag<SqliteDatabase> _databases = [];

    public OversightStores Open()
    {
        var database = Raw.Watched(_folder.PathOf("dpi.db"), time, _watch);
        _databases.Add(database);
        return new OversightStores(
            new SqliteStagedEffects(database), new SqliteJournalStore(database), new SqliteLogStore(database), new SqliteWitnessStore(database), new SqliteApprovalStore(database));
    }

    public void Dispose()
    {
        foreach (var database in _databases)
        {
            database.Dispose();
        }

        _folder.Dispose();
        _watch.Verify();
    }
}
