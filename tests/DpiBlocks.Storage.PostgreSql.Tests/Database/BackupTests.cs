using System.Diagnostics;
using System.Globalization;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql.Tests.Database;

public sealed class BackupTests(SharedServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Attack("STO-16")]
    public async Task A_backup_that_is_taken_during_writes_is_a_state_that_was_with_all_its_effects()
    {
        var schema = server.NewSchema();
        using var database = PostgreSqlDatabase.Open(server.ConnectionString, TimeProvider.System, schema);
        var store = new PostgreSqlStatusListStore(database);
        await store.TryCreateAsync(Samples.Shard, Samples.List(count: 16_384), Effects.None, Cancel);
        using var enough = new CancellationTokenSource();
        var acknowledged = 0;
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; !enough.IsCancellationRequested; i++)
                {
                    var once = Samples.Once($"{i}") with { KeepUntil = DateTimeOffset.MaxValue };
                    var effects = new Effects { Audit = [Samples.Entry()], Messages = [Samples.Message($"{i}")], Once = once };
                    await store.TrySetAsync(Samples.Shard, [new StatusChange(i, StatusValue.Valid, StatusValue.Invalid)], effects, Cancel);
                    Volatile.Write(ref acknowledged, i + 1);
                }
            },
            Cancel);
        while (Volatile.Read(ref acknowledged) < 20)
        {
            await Task.Delay(1, Cancel);
        }

        var least = Volatile.Read(ref acknowledged);
        var file = _folder.PathOf("backup.sql");
        await RunAsync("pg_dump", "postgres", "--schema", schema, "--file", file);
        await enough.CancelAsync();
        await writing;

        var elsewhere = $"restored_{schema}";
        await RunAsync("psql", "postgres", "--quiet", "--command", $"CREATE DATABASE {elsewhere}");
        await RunAsync("psql", elsewhere, "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file);
        using var restored = PostgreSqlDatabase.Open($"{server.ConnectionString};Database={elsewhere}", TimeProvider.System, schema);
        var (journal, outbox) = await restored.ScanAsync(
            async session => (
                await session.ReadAsync("SELECT number FROM journal ORDER BY number", [], row => row.GetInt64(0), Cancel),
                await session.ReadAsync("SELECT sequence FROM outbox ORDER BY sequence", [], row => row.GetInt64(0), Cancel)),
            Cancel);
        journal.Count.Should().BeGreaterThanOrEqualTo(least, "what was acknowledged before the backup is in it");
        journal.Should().Equal(Enumerable.Range(1, journal.Count).Select(i => (long)i));
        outbox.Should().Equal(journal);
        var snapshot = await new PostgreSqlStatusListStore(restored).ReadAsync(Samples.Shard, Cancel);
        Enumerable.Range(0, 16_384).Count(i => snapshot!.List.TryGet(i, out var value) && value == StatusValue.Invalid).Should().Be(journal.Count);

        // What is written to the restored one goes on where it was.
        await new PostgreSqlStatusListStore(restored).TrySetAsync(Samples.Shard, [], new Effects { Audit = [Samples.Entry()] }, Cancel);
        (await restored.ScanAsync(session => session.NumberAsync("SELECT max(number) FROM journal", [], Cancel), Cancel)).Should().Be(journal.Count + 1);
    }

    public void Dispose() => _folder.Dispose();

    private async Task RunAsync(string program, string database, params string[] arguments)
    {
        var reach = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        string[] all = ["--host", reach.Host!, "--port", reach.Port.ToString(CultureInfo.InvariantCulture), "--username", reach.Username!, "--dbname", database, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(PostgresServer.Binaries!, program), all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.Should().Be(0, errors + await output);
    }
}
