using System.Collections.Concurrent;
using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.PostgreSql.Tests.Oversight;

/// <summary>One schema, opened as often as a test wants processes.</summary>
internal sealed class PostgreSqlOversight(SharedServer server, TimeProvider time) : IDisposable
{
    private readonly string _schema = server.NewSchema();
    private readonly ConcurrentBag<PostgreSqlDatabase> _databases = [];

    public OversightStores Open()
    {
        var database = PostgreSqlDatabase.Open(server.ConnectionString + ";Maximum Pool Size=8", time, _schema);
        _databases.Add(database);
        return new OversightStores(
            new PostgreSqlStagedEffects(database),
            new PostgreSqlJournalStore(database),
            new PostgreSqlLogStore(database),
            new PostgreSqlWitnessStore(database),
            new PostgreSqlApprovalStore(database));
    }

    public void Dispose()
    {
        foreach (var database in _databases)
        {
            database.Dispose();
        }
    }
}
