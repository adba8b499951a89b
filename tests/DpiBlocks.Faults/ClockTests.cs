using DpiBlocks.Oversight;

namespace DpiBlocks.Faults;

/// <summary>
/// While messages flow from one database to another over HTTP, and what arrives is sequenced into a log, the clock of one process after the other
/// jumps an hour ahead, a day back, and right again. Nothing is lost, doubled, out of order or given up.
/// </summary>
public sealed class ClockTests
{
    private static readonly TimeSpan[] Wrong = [TimeSpan.FromHours(1), TimeSpan.FromDays(-1), TimeSpan.Zero];

    [Fact]
    [Attack("STO-15")]
    public async Task Over_SQLite_a_clock_that_jumps_loses_doubles_and_disorders_nothing()
    {
        using var folder = new TemporaryFolder();
        await RunAsync("SQLite: the clock of one process after the other jumps", Ends.In(folder));
    }

    [Fact]
    [Attack("STO-15")]
    public async Task Over_PostgreSQL_a_clock_that_jumps_loses_doubles_and_disorders_nothing()
    {
        await using var server = await PostgresServer.StartAsync();
        await RunAsync("PostgreSQL: the clock of one process after the other jumps", await Ends.InAsync(server));
    }

    private static async Task RunAsync(string fault, Ends ends)
    {
        var stop = TestContext.Current.CancellationToken;
        await ends.PrepareAsync();
        var port = Ends.FreePort();
        var writer = new Writer(ends.Sender, $"http://127.0.0.1:{port}/hook");
        using (var receiving = new Companion("receive", ends.Receiver, port))
        using (var first = new Companion("dispatch", ends.Sender))
        using (var second = new Companion("dispatch", ends.Sender))
        using (var sequencing = new Companion("sequence", ends.Receiver))
        {
            // Five clocks and three times: each clock is set to each of them.
            Action<TimeSpan>[] clocks = [writer.SetClock, first.SetClock, receiving.SetClock, second.SetClock, sequencing.SetClock];
            var rounds = Rounds.Of(clocks.Length * Wrong.Length);
            await writer.RunDuringAsync(
                async () =>
                {
                    for (var round = 0; round < rounds; round++)
                    {
                        await writer.UntilAsync(20 + (round * 29 % 53), stop);
                        clocks[round % clocks.Length](Wrong[round % Wrong.Length]);
                        Figures.Progress(fault, round, rounds);
                    }

                    Array.ForEach(clocks, clock => clock(TimeSpan.Zero));
                },
                stop);
            await writer.FinishAsync(count: 2, stop);
            Figures.Report(fault, rounds, writer.Acknowledged.Sum(), await ends.CountAsync(writer.Acknowledged, stop));
        }

        using (var sender = Ground.Open(ends.Sender))
        {
            (await sender.DeadLetters.ListAsync(after: null, 10, stop)).Should().BeEmpty();
        }

        using var receiver = Ground.Open(ends.Receiver);
        await Sequencing.FinishAsync(receiver);
        await LogFindings.CheckAsync(receiver, [], stop);
        (await LogFindings.CountAsync(receiver, writer.Acknowledged, stop)).Should().Be(default(Tally));
        var delay = new SequencingDelay(receiver.Staged, receiver.Journal, TimeProvider.System, TimeSpan.FromSeconds(1));
        await delay.LookAsync(stop);
        (delay.Check()?.Code).Should().BeNull("nothing waits any more, whatever the clocks had said");
    }
}
