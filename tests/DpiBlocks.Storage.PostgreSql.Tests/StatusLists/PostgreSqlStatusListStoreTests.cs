using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.PostgreSql.Tests.StatusLists;

public sealed class PostgreSqlStatusListStoreTests : StatusListStoreContract, IDisposable
{
    private readonly ShardWatch _watch = new();
    private readonly SharedServer _server;
    private readonly string _schema;
    private readonly PostgreSqlDatabase _database;

    public PostgreSqlStatusListStoreTests(SharedServer server)
    {
        (_server, _schema) = (server, server.NewSchema());
        _database = server.Watched(_schema, Time, _watch);
    }

    protected override IStatusListStore Store => new PostgreSqlStatusListStore(_database);

    protected override IStagedEffects Staged => new PostgreSqlStagedEffects(_database);

    public void Dispose()
    {
        _database.Dispose();
        _watch.Verify();
    }

    protected override (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) ReadEffects() => _server.Effects(_schema, Samples.Shard);
}
