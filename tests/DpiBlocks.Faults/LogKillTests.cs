using System.Collections.Immutable;

namespace DpiBlocks.Faults;

/// <summary>
/// Two processes sequence one journal into one log while a third writes; all are killed in turn, and the database server where it is one.
/// The log holds every acknowledged entry once, in order, and every checkpoint that was ever signed is one of the same log.
/// </summary>
public sealed class LogKillTests
{
    [Fact]
    [Attack("STO-01", "STO-12")]
    public async Task Over_SQLite_whoever_is_killed_the_log_is_whole_and_has_one_history()
    {
        using var folder = new TemporaryFolder();
        await RunAsync("SQLite: sequencers and writer are killed in turn", $"sqlite:{folder.PathOf("dpi.db")}", killServer: null, Rounds.Of(9));
    }

    [Fact]
    [Attack("STO-02", "STO-12")]
    public async Task Over_PostgreSQL_whoever_is_killed_the_log_is_whole_and_has_one_history()
    {
        await using var server = await PostgresServer.StartAsync();
        await RunAsync(
            "PostgreSQL: sequencers, writer and server are killed in turn",
            $"postgresql:{server.ConnectionString}",
            async () =>
            {
                server.Kill();
                await server.StartAgainAsync();
            },
            Rounds.Of(6, share: 2));
    }

    private static async Task RunAsync(string fault, string name, Func<Task>? killServer, int rounds)
    {
        var stop = TestContext.Current.CancellationToken;
        await Ground.PrepareAsync(name);
        var writer = new Writer(name);
        ImmutableArray<ReadOnlyMemory<byte>> signed;
        using (var first = new Companion("sequence", name))
        using (var second = new Companion("sequence", name))
        {
            Func<Task>[] kills = [() => Done(first.KillAndStartAgain), () => Done(second.KillAndStartAgain), .. killServer is null ? Array.Empty<Func<Task>>() : [killServer]];
            for (var round = 0; round < rounds; round++)
            {
                await writer.RunDuringAsync(
                    async () =>
                    {
                        await writer.UntilAsync(40 + (round * 31 % 67), stop);
                        await kills[round % kills.Length]();
                    },
                    stop);
                Figures.Progress(fault, round, rounds);
            }

            await writer.FinishAsync(count: 2, stop);
            signed = [.. first.Said.Concat(second.Said).Distinct().Select(note => new ReadOnlyMemory<byte>(Convert.FromBase64String(note)))];
        }

        using var ground = Ground.Open(name);
        await Sequencing.FinishAsync(ground);
        signed.Length.Should().BeGreaterThan(3);
        await LogFindings.CheckAsync(ground, signed, stop);
        Figures.Report(fault, rounds, writer.Acknowledged.Sum(), await LogFindings.CountAsync(ground, writer.Acknowledged, stop));
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
