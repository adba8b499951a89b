using System.Diagnostics;
using System.Globalization;

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
    }

    public void Dispose() => _folder.Dispose();

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
