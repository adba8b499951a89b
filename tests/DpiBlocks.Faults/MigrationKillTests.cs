using System.Diagnostics;
using System.Globalization;
using System.Net;
using Npgsql;

namespace DpiBlocks.Faults;

/// <summary>Whoever makes a database ready is killed at each of its writes in turn; whoever comes next finishes it.</summary>
public sealed class MigrationKillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    [Attack("STO-17")]
    public async Task A_migration_that_is_killed_at_any_write_is_taken_up_again()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace kills at a certain write, and is not installed");
        var stop = TestContext.Current.CancellationToken;
        var kills = 0;
        var step = Math.Max(1, 24 / Rounds.Of(6));
        for (var write = 1; ; write += step)
        {
            var ground = $"sqlite:{_folder.PathOf($"{write}.db")}";
            if (!await IsKilledAsync(ground, write, stop))
            {
                break;
            }

            kills++;
            using var opened = Ground.Open(ground);      // taken up where it broke off, and used
            await opened.Lists.TryCreateAsync(Operation.ShardOf(0), Operation.ListOf(0), Effects.None, stop);
            (await new Operation(0, 0).TryAsync(opened)).Should().BeNull();
        }

        kills.Should().BeGreaterThan(4);
        Figures.Report("SQLite: a migration is killed", kills, kills, default);
    }

    [Fact]
    [Attack("STO-17")]
    public async Task So_is_one_of_PostgreSQL_whose_process_or_server_is_killed_at_any_byte()
    {
        const string fault = "PostgreSQL: a migration, or its server, is killed";
        const int bytes = 12_000;      // what a migration sends, about
        var stop = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync();
        var ground = $"postgresql:{server.ConnectionString}";
        (await PrepareAsync(ground, _ => { }, stop)).Should().Be(0);
        var whole = await DescribeAsync(server, stop);
        var (kills, rounds) = (0, Rounds.Of(8));
        for (var round = 0; round < rounds; round++)
        {
            await ExecuteAsync(server, "DROP SCHEMA dpiblocks CASCADE", stop);
            var proxy = new CuttingProxy(new IPEndPoint(IPAddress.Loopback, server.Port));
            proxy.CutToServerAfter(1 + (bytes * round / rounds));
            var isServer = round % 4 == 2;
            var code = await PrepareAsync(
                $"postgresql:{PostgresServer.ConnectionStringAt(proxy.Port)}", process => proxy.OnCut = isServer ? server.Kill : process.Kill, stop);
            await proxy.DisposeAsync();
            if (proxy.Cuts == 0)
            {
                code.Should().Be(0);
                continue;
            }

            kills++;
            if (isServer)
            {
                await server.StartAgainAsync();
            }

            (await PrepareAsync(ground, _ => { }, stop)).Should().Be(0, "it is taken up where it broke off");
            (await DescribeAsync(server, stop)).Should().Equal(whole);
            Figures.Progress(fault, round, rounds);
        }

        using var opened = Ground.Open(ground);
        (await new Operation(0, 0).TryAsync(opened)).Should().BeNull();
        kills.Should().BeGreaterThan(rounds / 2);
        Figures.Report(fault, rounds, kills, default);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<int> PrepareAsync(string ground, Action<Process> whenStarted, CancellationToken cancellationToken)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "DpiBlocks.Faults.Writer.dll"), "prepare", ground];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true })!;      // it says what it thinks of a lost server
        whenStarted(process);
        await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    // Every column, index and constraint, and the version.
    private static async Task<List<string>> DescribeAsync(PostgresServer server, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'dpiblocks'
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'dpiblocks'
            UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'dpiblocks'::regnamespace
            UNION ALL SELECT version::text FROM dpiblocks.schema_version
            ORDER BY 1
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            lines.Add(rows.GetString(0));
        }

        return lines;
    }

    private static async Task ExecuteAsync(PostgresServer server, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=False");
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // a constant
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> IsKilledAsync(string ground, int write, CancellationToken cancellationToken)
    {
        var when = string.Create(CultureInfo.InvariantCulture, $"inject=pwrite64,fsync,fdatasync:signal=KILL:when={write}");
        string[] arguments = ["-f", "-qq", "-o", "/dev/null", "-e", when, "dotnet", Path.Combine(AppContext.BaseDirectory, "DpiBlocks.Faults.Writer.dll"), "prepare", ground];
        using var process = Process.Start("strace", arguments);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().BeOneOf(0, 128 + 9);
        return process.ExitCode != 0;
    }
}
