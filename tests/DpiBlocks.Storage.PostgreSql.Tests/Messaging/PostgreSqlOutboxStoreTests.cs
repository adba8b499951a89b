using DpiBlocks.Messaging;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;
using DpiBlocks.Storage.Contract.Messaging;

namespace DpiBlocks.Storage.PostgreSql.Tests.Messaging;

public sealed class PostgreSqlOutboxStoreTests : OutboxStoreContract, IDisposable
{
    private readonly ShardWatch _watch = new();
    private readonly SharedServer _server;
    private readonly string _schema;
    private readonly PostgreSqlDatabase _database;

    public PostgreSqlOutboxStoreTests(SharedServer server)
    {
        (_server, _schema) = (server, server.NewSchema());
        _database = server.Watched(_schema, Time, _watch);
    }

    protected override IStatusListStore Lists => new PostgreSqlStatusListStore(_database);

    protected override IStagedEffects Staged => new PostgreSqlStagedEffects(_database);

    protected override IOutboxStore Outbox => new PostgreSqlOutboxStore(_database);

    protected override IDeadLetterStore DeadLetters => new PostgreSqlDeadLetterStore(_database);

    public void Dispose()
    {
        _database.Dispose();
        _watch.Verify();
    }

    protected override (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Read(ShardKey shard) => _server.Effects(_schema, shard);
}
