using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.PostgreSql.Tests.Commits;

public sealed class PostgreSqlOnceStoreTests : OnceStoreContract, IDisposable
{
    private readonly PostgreSqlDatabase _database;

    public PostgreSqlOnceStoreTests(SharedServer server)
    {
        var schema = server.NewSchema();
        _database = PostgreSqlDatabase.Open(server.ConnectionString, Time, schema);
    }

    protected override IOnceStore Store => new PostgreSqlOnceStore(_database);

    public void Dispose() => _database.Dispose();
}
