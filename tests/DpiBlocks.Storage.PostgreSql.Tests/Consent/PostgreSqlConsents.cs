using System.Collections.Concurrent;
using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.PostgreSql.Tests.Consent;

/// <summary>One schema, opened as often as a test wants processes.</summary>
internal sealed class PostgreSqlConsents(SharedServer server) : IDisposable
{
    private readonly string _schema = server.NewSchema();
    private readonly ShardWatch _watch = new();
    private readonly ConcurrentBag<PostgreSqlDatabase> _databases = [];

    public ConsentStores Open(TimeProvider time)
    {
        var database = PostgreSqlDatabase.Open(server.ConnectionString + ";Maximum Pool Size=8", time, _schema);
        database.Watch = _watch.See;
        _databases.Add(database);
        return new ConsentStores(
            new PostgreSqlConsentStore(database), new PostgreSqlOnceStore(database), new PostgreSqlStagedEffects(database), new PostgreSqlJournalStore(database));
    }

    public void Dispose()
    {
        foreach (var database in _databases)
        {
            database.Dispose();
        }

        _watch.Verify();
    }
}
