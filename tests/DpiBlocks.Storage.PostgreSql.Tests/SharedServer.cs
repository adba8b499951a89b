using DpiBlocks.Storage.Contract;
using DpiBlocks.Storage.PostgreSql.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace DpiBlocks.Storage.PostgreSql.Tests;

/// <summary>One server for all tests of this assembly; each test has a schema of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PostgresServer? _server;

    public string ConnectionString => _server?.ConnectionString ?? throw new InvalidOperationException("The server was not started.");

    public async ValueTask InitializeAsync() => _server = PostgresServer.Binaries is null ? null : await PostgresServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>A new schema's name, or the test is skipped where PostgreSQL is not installed.</summary>
    public string NewSchema()
    {
        Assert.SkipWhen(_server is null, "PostgreSQL is not installed");
        return $"t{Guid.NewGuid():n}";
    }

    /// <summary>A database in a new schema, whose every statement is watched.</summary>
    internal PostgreSqlDatabase Watched(string schema, TimeProvider time, ShardWatch watch)
    {
        var database = PostgreSqlDatabase.Open(ConnectionString, time, schema);
        database.Watch = watch.See;
        return database;
    }

    public NpgsqlConnection Connect(string schema)
    {
        var connection = new NpgsqlConnection($"{ConnectionString};Search Path={schema};Pooling=False");
        connection.Open();
        return connection;
    }

    public (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Effects(string schema, ShardKey shard)
    {
        using var connection = Connect(schema);
        return StoredEffects.Read(connection, shard);
    }
}
