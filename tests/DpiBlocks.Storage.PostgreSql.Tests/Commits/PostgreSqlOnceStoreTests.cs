using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.PostgreSql.Tests.Commits;

public sealed class PostgreSqlOnceStoreTests : OnceStoreContract, IDisposable
{
    private readonly ShardWatch _watch = new();
    private readonly PostgreSqlDatabase _database;

    public PostgreSqlOnceStoreTests(SharedServer server) => _database = server.Watched(server.NewSchema(), Time, _watch);

    protected override IOnceStore Store => new PostgreSqlOnceStore(_database);

    public void Dispose()
    {
        _database.Dispose();
        _watch.Verify();
    }
}
