using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql.Tests.Commits;

public sealed class PostgreSqlStagedEffectsTests : StagedEffectsContract, IDisposable
{
    private readonly ShardWatch _watch = new();
    private readonly SharedServer _server;
    private readonly string _schema;
    private readonly PostgreSqlDatabase _database;

    public PostgreSqlStagedEffectsTests(SharedServer server)
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

    protected override (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Read(ShardKey shard) => _server.Effects(_schema, shard);

    protected override long CountMarks()
    {
        using var connection = _server.Connect(_schema);
        using var command = new NpgsqlCommand("SELECT count(*) FROM once_mark", connection);
        return (long)command.ExecuteScalar()!;
    }
}
