using Microsoft.Data.Sqlite;
using Npgsql;

namespace DpiBlocks.Faults;

public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    [Attack("STO-03")]
    public async Task A_full_disk_refuses_the_change_keeps_what_was_written_and_takes_more_once_there_is_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a small disk is made with a mount namespace of Linux");
        var stop = TestContext.Current.CancellationToken;
        var disk = Directory.CreateDirectory(_folder.PathOf("disk")).FullName;
        var copy = _folder.PathOf("copy.db");
        var lines = await SmallDisk.RunAsync(disk, "2m", ["dotnet", Path.Combine(AppContext.BaseDirectory, "DpiBlocks.Faults.Writer.dll"), "fill", disk, copy], stop);

        var written = lines.Count - 4;
        written.Should().BeGreaterThan(10);
        lines.Take(written).Should().Equal(Enumerable.Range(0, written).Select(number => new Operation(0, number).Name));
        lines.Skip(written).Should().Equal("storage.full", "storage.full", "readable", new Operation(0, written).Name);

        await using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        await connection.OpenAsync(stop);
        Figures.Report("SQLite: the disk is full", 1, written + 1, Findings.Count(connection, [written + 1, 0, 0, 0]));
    }

    [Fact]
    [Attack("STO-03")]
    public async Task So_does_a_full_disk_of_a_server()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a small disk is made with a mount namespace of Linux");
        var stop = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartWithSmallDiskAsync("4m");
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Search Path=dpiblocks;Pooling=False");
        await connection.OpenAsync(stop);
        await ExecuteAsync($"CREATE TABLESPACE small LOCATION '{server.SmallFolder}'");
        await ExecuteAsync("ALTER ROLE dpi SET default_tablespace = small");
        var name = $"postgresql:{server.ConnectionString}";
        await Ground.PrepareAsync(name);
        using var ground = Ground.Open(name);
        await ExecuteAsync("CREATE TABLE ballast TABLESPACE small AS SELECT repeat('x', 1000) FROM generate_series(1, 1000)");

        var number = 0;
        string? code;
        while ((code = await new Operation(0, number).TryAsync(ground)) is null && number < 100_000)
        {
            number++;
        }

        number.Should().BeGreaterThan(10);
        code.Should().Be("storage.full");
        (await ground.Lists.FindAsync(Operation.ShardOf(0), stop)).Should().NotBeNull("reading goes on");
        await ExecuteAsync("DROP TABLE ballast");
        (await new Operation(0, number).TryAsync(ground)).Should().BeNull();
        Figures.Report("PostgreSQL: the disk is full", 1, number + 1, Findings.Count(connection, [number + 1, 0, 0, 0]));

        async Task ExecuteAsync(string sql)
        {
#pragma warning disable CA2100 // constants, and a folder of our own
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    public void Dispose() => _folder.Dispose();
}
