using System.Collections.Concurrent;
using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.Sqlite.Tests.Consent;

/// <summary>One file, opened as often as a test wants processes.</summary>
internal sealed class SqliteConsents : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ShardWatch _watch = new();
    private readonly ConcurrentBag<SqliteDatabase> _databases = [];

    public ConsentStores Open(TimeProvider time)
    {
        var database = Raw.Watched(_folder.PathOf("dpi.db"), time, _watch);
        _databases.Add(database);
        return new ConsentStores(new SqliteConsentStore(database), new SqliteOnceStore(database), new SqliteStagedEffects(database), new SqliteJournalStore(database));
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
