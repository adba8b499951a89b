using System.Text;
using BenchmarkDotNet.Attributes;
using DpiBlocks.Consent;
using DpiBlocks.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Benchmarks;

/// <summary>
/// A decision without its commit, on a consent whose artefact is known. Targets: below 5 µs in memory; with its consent read from SQLite at most
/// 1.5 times one bare read by the same index; with 5 million consents at most 1.3 times what it takes with 10 thousand.
/// </summary>
[MemoryDiagnoser]
public class ConsentBenchmarks
{
    private const int Asked = 1024;      // consents that are asked about, spread over all
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpiblocks-");
    private readonly ConsentWorld _world = ConsentWorld.Create();
    private readonly ConsentRecord[] _records = new ConsentRecord[Asked];
    private readonly DisclosureRequest[] _requests = new DisclosureRequest[Asked];
    private SqliteDatabase _database = null!;
    private SqliteConnection _connection = null!;
    private SqliteCommand _read = null!;
    private ConsentGate _inMemory = null!;
    private ConsentGate _onSqlite = null!;
    private int _next;

    /// <summary>Gets or sets how many consents there are; 5 million take some 8 GB of disk.</summary>
    [Params(10_000, 5_000_000)]
    public int Consents { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        var file = Path.Combine(_folder.FullName, "dpi.db");
        _database = SqliteDatabase.Open(file, TimeProvider.System);
        _connection = Connect(file);
        await FillAsync();
        _read = _connection.CreateCommand();
        _read.CommandText = "SELECT version, hash, state, state_since, expires_at, uses, recent_uses, content FROM consent WHERE shard = $1 AND id = $2";
        _read.Parameters.Add(new SqliteParameter { ParameterName = "$1" });
        _read.Parameters.Add(new SqliteParameter { ParameterName = "$2" });

        var memory = _records.ToDictionary(record => (record.Shard, record.Id));
        var uncommitted = new Uncommitted((shard, id) => ValueTask.FromResult(memory.GetValueOrDefault((shard, id))));
        _inMemory = _world.GateOf(uncommitted, uncommitted, uncommitted);
        var store = new SqliteConsentStore(_database);
        uncommitted = new Uncommitted((shard, id) => store.FindAsync(shard, id));
        _onSqlite = _world.GateOf(uncommitted, uncommitted, uncommitted);
        for (var i = 0; i < Asked; i++)
        {
            // From here on every artefact is known, and the bare read finds the same bytes.
            World.Prove((await InMemory()).IsAccepted && (await OnSqlite()).IsAccepted);
            World.Prove(Bare() == _records[_next % Asked].Content.Length);
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _read.Dispose();
        _connection.Dispose();
        _database.Dispose();
        _world.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>One bare indexed read, by a statement that is prepared, over a connection that is open.</summary>
    [Benchmark(Baseline = true)]
    public int Bare()
    {
        var record = _records[++_next % Asked];
        _read.Parameters[0].Value = record.Shard.ToByteArray();
        _read.Parameters[1].Value = Encoding.ASCII.GetBytes(record.Id.Value);
        using var row = _read.ExecuteReader();
        return row.Read() ? ((byte[])row[7]).Length : 0;
    }

    [Benchmark]
    public async Task<Verification<DisclosureDecision>> OnSqlite() => await _onSqlite.DecideAsync(_requests[++_next % Asked]);

    [Benchmark]
    public async Task<Verification<DisclosureDecision>> InMemory() => await _inMemory.DecideAsync(_requests[++_next % Asked]);

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    // Those that are asked about are genuine; the others have their size, and names of their own.
    private async Task FillAsync()
    {
        using var transaction = _connection.BeginTransaction();
        using var insert = _connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText =
            "INSERT INTO consent (shard, id, tenant, version, hash, state, state_since, expires_at, uses, recent_uses, content) VALUES ($1, $2, $3, 1, $4, 3, $5, $6, 0, x'', $7)";
        for (var i = 1; i <= 7; i++)
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        for (var i = 0; i < Consents; i++)
        {
            var asked = (int)((long)i * Asked / Consents);
            var isFirst = i == 0 || (long)(i - 1) * Asked / Consents < asked;
            if (isFirst)
            {
                (_records[asked], _requests[asked]) = (await _world.RecordAsync(i), ConsentWorld.Request(i, $"r-{i}"));
            }

            var record = isFirst ? _records[asked] : _records[asked] with { Shard = ShardKey.Of(ConsentWorld.Tenant, ConsentWorld.Person(i)), Id = ConsentWorld.IdOf(i) };
            object[] values =
            [
                record.Shard.ToByteArray(), Encoding.ASCII.GetBytes(record.Id.Value), ConsentWorld.Tenant.Value, record.Hash.ToByteArray(), record.StateSince.UtcTicks,
                record.ExpiresAt.UtcTicks, record.Content.ToArray(),
            ];
            for (var column = 0; column < values.Length; column++)
            {
                insert.Parameters[column].Value = values[column];
            }

            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
