using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Faults;

public sealed class BrokenDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    [Attack("STO-04")]
    public async Task A_disk_that_failed_once_is_not_believed_the_second_time()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace makes the disk fail, and is not installed");
        var stop = TestContext.Current.CancellationToken;
        var path = _folder.PathOf("dpi.db");
        await Ground.PrepareAsync($"sqlite:{path}");

        // The twentieth call that waits for the disk fails, and all those after it succeed, as a kernel answers that has dropped the pages.
        var lines = await RunAsync(path, "when=20", stop);
        var written = lines.TakeWhile(line => line.StartsWith("0/", StringComparison.Ordinal)).ToList();
        written.Should().HaveCountGreaterThan(5);
        lines.Skip(written.Count).Should().Equal("Unknown", "storage.io_error", "storage.io_error", "readable");

        // Whoever opens it anew finds what was acknowledged; the operation that was told to have failed may be there or not, and has its effect once.
        var writer = new Writer($"sqlite:{path}");
        await writer.FinishAsync(written.Count + 1, stop);
        await Ground.SplitAsync($"sqlite:{path}");
        await using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(stop);
        Figures.Report("SQLite: the disk fails once", 1, writer.Acknowledged.Sum(), Findings.Count(connection, writer.Acknowledged));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<IReadOnlyList<string>> RunAsync(string path, string when, CancellationToken cancellationToken)
    {
        string[] arguments = ["-f", "-qq", "-o", "/dev/null", "-e", $"inject=fsync,fdatasync:error=EIO:{when}", "dotnet", Path.Combine(AppContext.BaseDirectory, "DpiBlocks.Faults.Writer.dll"), "fail", path];
        using var process = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(128 + 9);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
