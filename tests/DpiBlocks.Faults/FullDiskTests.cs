using Microsoft.Data.Sqlite;

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
        var lines = await SmallDisk.RunAsync(disk, "2m", [Path.Combine(AppContext.BaseDirectory, "DpiBlocks.Faults.Writer.dll"), "fill", disk, copy], stop);

        var written = lines.Count - 4;
        written.Should().BeGreaterThan(10);
        lines.Take(written).Should().Equal(Enumerable.Range(0, written).Select(number => new Operation(0, number).Name));
        lines.Skip(written).Should().Equal("storage.full", "storage.full", "readable", new Operation(0, written).Name);

        await using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        await connection.OpenAsync(stop);
        Findings.Check(connection, [written + 1, 0, 0, 0]);
    }

    public void Dispose() => _folder.Dispose();
}
