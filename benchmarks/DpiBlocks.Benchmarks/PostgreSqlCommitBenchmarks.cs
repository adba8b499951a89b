using BenchmarkDotNet.Attributes;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.PostgreSql;
using DpiBlocks.Testing;
using Npgsql;

namespace DpiBlocks.Benchmarks;

/// <summary>
/// A row inserted with all its effects (once-mark, journal entry, outbox message), beside the same row inserted by hand with the same
/// durability, by <see cref="Writers"/> at once. Target: at least 0.65 of its rate, that is at most 1.54 times its time.
/// </summary>
[MemoryDiagnoser]
public class PostgreSqlCommitBenchmarks
{
    private const int Operations = 256;
    private PostgresServer _server = null!;
    private PostgreSqlDatabase _database = null!;
    private PostgreSqlStatusListStore _store = null!;
    private NpgsqlDataSource _source = null!;

    /// <summary>Gets or sets how many write at the same time.</summary>
    [Params(1, 16)]
    public int Writers { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _server = await PostgresServer.StartAsync();
        _database = PostgreSqlDatabase.Open(_server.ConnectionString, TimeProvider.System);
        _store = new PostgreSqlStatusListStore(_database);
        _source = NpgsqlDataSource.Create($"{_server.ConnectionString};Search Path={PostgreSqlDatabase.DefaultSchema};Max Auto Prepare=16;No Reset On Close=true");

        // Both insert the same row, and what came with it has its place.
        var (bare, shard) = (await InsertAsync(), await CommitAsync());
        World.Prove(await _store.FindAsync(bare) == await _store.FindAsync(shard));
        await using var count = _source.CreateCommand("SELECT (SELECT count(*) FROM once_mark), (SELECT count(*) FROM journal), (SELECT count(*) FROM outbox)");
        await using var rows = await count.ExecuteReaderAsync();
        World.Prove(await rows.ReadAsync() && rows.GetInt64(0) == 1 && rows.GetInt64(1) == 1 && rows.GetInt64(2) == 1);
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _database.Dispose();
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task Bare() => AtOnce(InsertAsync);

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task WithEffects() => AtOnce(CommitAsync);

    private Task AtOnce(Func<Task<ShardKey>> operation) => Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
    {
        for (var i = 0; i < Operations / Writers; i++)
        {
            await operation();
        }
    })));

    private async Task<ShardKey> InsertAsync()
    {
        var change = CommittedChange.Next();
        await using var insert = _source.CreateCommand("INSERT INTO status_list (shard, address, bits, count, permanent, free) VALUES ($1, $2, 1, 1024, true, 1024)");
        insert.Parameters.Add(new NpgsqlParameter { Value = change.Shard.ToByteArray() });
        insert.Parameters.Add(new NpgsqlParameter { Value = CommittedChange.List.Address.OriginalString });
        World.Prove(await insert.ExecuteNonQueryAsync() == 1);
        return change.Shard;
    }

    private async Task<ShardKey> CommitAsync()
    {
        var change = CommittedChange.Next();
        World.Prove(await _store.TryCreateAsync(change.Shard, CommittedChange.List, change.Effects) is CommitOutcome.Committed);
        return change.Shard;
    }
}
