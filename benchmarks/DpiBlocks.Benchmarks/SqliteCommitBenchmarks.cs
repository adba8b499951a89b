using BenchmarkDotNet.Attributes;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Benchmarks;

/// <summary>
/// A row inserted with all its effects (once-mark, journal entry, outbox message), beside the same row inserted by hand with the same
/// durability. Target: at least 0.75 of its rate, that is at most 1.33 times its time.
/// </summary>
[MemoryDiagnoser]
public class SqliteCommitBenchmarks
{
    private const int Together = 64;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpiblocks-");
    private SqliteDatabase _database = null!;
    private SqliteStatusListStore _store = null!;
    private SqliteStagedEffects _staged = null!;
    private SqliteConnection _connection = null!;
    private SqliteCommand _insert = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        // A file for each side: neither throws the other's pages out of its cache.
        var bareFile = Path.Combine(_folder.FullName, "bare.db");
        SqliteDatabase.Open(bareFile, TimeProvider.System).Dispose();
        _database = SqliteDatabase.Open(Path.Combine(_folder.FullName, "dpi.db"), TimeProvider.System);
        _store = new SqliteStatusListStore(_database);
        _staged = new SqliteStagedEffects(_database);
        _connection = Connect(bareFile);
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO status_list (shard, address, bits, count, permanent, free) VALUES ($1, $2, 1, 1024, 1, 1024)";
        _insert.Parameters.Add(new SqliteParameter { ParameterName = "$1" });
        _insert.Parameters.Add(new SqliteParameter { ParameterName = "$2" });

        // Both insert the same row, and what came with it has its place afterwards.
        var (bare, committed) = (Bare(), await WithEffects());
        using var beside = SqliteDatabase.Open(bareFile, TimeProvider.System);
        World.Prove(await new SqliteStatusListStore(beside).FindAsync(bare) == await _store.FindAsync(committed));
        World.Prove(await _staged.SplitAsync(10) == 1 && await _staged.SplitAsync(10) == 0);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _insert.Dispose();
        _connection.Dispose();
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true)]
    public ShardKey Bare()
    {
        var change = CommittedChange.Next();
        using var transaction = _connection.BeginTransaction(deferred: false);
        _insert.Transaction = transaction;
        _insert.Parameters[0].Value = change.Shard.ToByteArray();
        _insert.Parameters[1].Value = CommittedChange.List.Address.OriginalString;
        World.Prove(_insert.ExecuteNonQuery() == 1);
        transaction.Commit();
        return change.Shard;
    }

    [Benchmark]
    public async Task<ShardKey> WithEffects()
    {
        var change = CommittedChange.Next();
        World.Prove(await _store.TryCreateAsync(change.Shard, CommittedChange.List, change.Effects) is CommitOutcome.Committed);
        return change.Shard;
    }

    /// <summary>The work that is put off included: every effect has its place in the journal and the outbox.</summary>
    [Benchmark(OperationsPerInvoke = Together)]
    public async Task WithEffectsInTheirPlaces()
    {
        for (var i = 0; i < Together; i++)
        {
            await WithEffects();
        }

        while (await _staged.SplitAsync(Together) > 0)
        {
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var durable = connection.CreateCommand();
        durable.CommandText = "PRAGMA synchronous = FULL";
        durable.ExecuteNonQuery();
        return connection;
    }
}
