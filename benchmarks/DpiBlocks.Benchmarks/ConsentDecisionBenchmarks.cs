using BenchmarkDotNet.Attributes;
using DpiBlocks.Consent;
using DpiBlocks.Oversight;
using DpiBlocks.Storage.PostgreSql;
using DpiBlocks.Storage.Sqlite;
using DpiBlocks.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DpiBlocks.Benchmarks;

/// <summary>
/// A whole decision: judged, counted where the consent counts its uses, marked and journalled, and durable; beside a row inserted by hand with the same
/// durability. Target: at most 1.5 times its time.
/// </summary>
[MemoryDiagnoser]
public class ConsentDecisionBenchmarks
{
    private const int Persons = 256;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpiblocks-");
    private readonly ConsentWorld _world = ConsentWorld.Create();
    private ConsentGate _gate = null!;
    private Func<ShardKey, ValueTask> _insert = null!;
    private Func<ValueTask> _dispose = null!;
    private int _next;

    /// <summary>Gets or sets the database.</summary>
    [Params("SQLite", "PostgreSQL")]
    public string On { get; set; } = "";

    [GlobalSetup]
    public async Task Setup()
    {
        await (On is "SQLite" ? UseSqliteAsync() : UsePostgreSqlAsync());
        await Bare();
        World.Prove((await Counted()).IsAccepted && (await Uncounted()).IsAccepted);
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _dispose();
        _world.Dispose();
        _folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true)]
    public ValueTask Bare() => _insert(CommittedChange.Next().Shard);

    /// <summary>A decision that counts a use.</summary>
    [Benchmark]
    public Task<Verification<DisclosureDecision>> Counted() => DecideAsync(0);

    /// <summary>A decision on a consent that may be used any number of times.</summary>
    [Benchmark]
    public Task<Verification<DisclosureDecision>> Uncounted() => DecideAsync(Persons);

    private async Task<Verification<DisclosureDecision>> DecideAsync(int first)
    {
        var number = ++_next;
        var verdict = await _gate.DecideAsync(ConsentWorld.Request(first + (number % Persons), $"r-{number}"));
        World.Prove(verdict.IsAccepted);
        return verdict;
    }

    private async Task UseSqliteAsync()
    {
        var file = Path.Combine(_folder.FullName, "bare.db");
        SqliteDatabase.Open(file, TimeProvider.System).Dispose();
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using (var durable = connection.CreateCommand())
        {
            durable.CommandText = "PRAGMA synchronous = FULL";
            durable.ExecuteNonQuery();
        }

        var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO status_list (shard, address, bits, count, permanent, free) VALUES ($1, 'https://status.example.gov/1', 1, 1024, 1, 1024)";
        insert.Parameters.Add(new SqliteParameter { ParameterName = "$1" });
        _insert = shard =>
        {
            insert.Parameters[0].Value = shard.ToByteArray();
            World.Prove(insert.ExecuteNonQuery() == 1);
            return ValueTask.CompletedTask;
        };
        var database = SqliteDatabase.Open(Path.Combine(_folder.FullName, "dpi.db"), TimeProvider.System);
        _dispose = () =>
        {
            insert.Dispose();
            connection.Dispose();
            database.Dispose();
            return ValueTask.CompletedTask;
        };
        await ComposeAsync(new SqliteConsentStore(database), new SqliteOnceStore(database), new SqliteStagedEffects(database), new SqliteJournalStore(database));
    }

    private async Task UsePostgreSqlAsync()
    {
        var server = await PostgresServer.StartAsync();
        var database = PostgreSqlDatabase.Open(server.ConnectionString, TimeProvider.System);
        var source = NpgsqlDataSource.Create($"{server.ConnectionString};Search Path={PostgreSqlDatabase.DefaultSchema};Max Auto Prepare=16;No Reset On Close=true");
        _insert = async shard =>
        {
            await using var insert = source.CreateCommand("INSERT INTO status_list (shard, address, bits, count, permanent, free) VALUES ($1, 'https://status.example.gov/1', 1, 1024, true, 1024)");
            insert.Parameters.Add(new NpgsqlParameter { Value = shard.ToByteArray() });
            World.Prove(await insert.ExecuteNonQueryAsync() == 1);
        };
        _dispose = async () =>
        {
            await source.DisposeAsync();
            database.Dispose();
            await server.DisposeAsync();
        };
        await ComposeAsync(new PostgreSqlConsentStore(database), new PostgreSqlOnceStore(database), new PostgreSqlStagedEffects(database), new PostgreSqlJournalStore(database));
    }

    private async Task ComposeAsync(IConsentStore store, IOnceStore once, IStagedEffects staged, IJournalStore journal)
    {
        var delay = new SequencingDelay(staged, journal, TimeProvider.System, TimeSpan.FromDays(1));
        await delay.LookAsync();
        _gate = _world.GateOf(store, once, new AuditLog(journal, delay, TimeProvider.System));
        for (var number = 0; number < 2 * Persons; number++)
        {
            var record = await _world.RecordAsync(number, uses: number < Persons ? int.MaxValue : null);
            World.Prove(await store.CommitAsync(record, 0, Effects.None) is CommitOutcome.Committed);
            World.Prove((await _gate.DecideAsync(ConsentWorld.Request(number, "first"))).IsAccepted);      // from here on the artefact is known
        }
    }
}
