using DpiBlocks.Oversight;

namespace DpiBlocks.Faults;

/// <summary>A holder of data that is killed while it decides counts every use once, and every release has its evidence in the person's journal.</summary>
public sealed class DecisionKillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    [Attack("STO-01", "CON-23")]
    public Task A_use_is_counted_once_and_proved_on_SQLite() => RunAsync("SQLite: the deciding process is killed", $"sqlite:{_folder.PathOf("dpi.db")}");

    [Fact]
    [Attack("STO-01", "CON-23")]
    public async Task A_use_is_counted_once_and_proved_on_PostgreSQL()
    {
        await using var server = await PostgresServer.StartAsync();
        await RunAsync("PostgreSQL: the deciding process is killed", $"postgresql:{server.ConnectionString}");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task RunAsync(string fault, string place)
    {
        var stop = TestContext.Current.CancellationToken;
        using var ground = Ground.Open(place);
        await (await Deciding.StartAsync(ground)).PrepareAsync();
        var writer = new Writer(place, command: "decide");
        var rounds = Rounds.Of(4);
        for (var round = 0; round < rounds; round++)
        {
            await writer.RunUntilKilledAsync(operations: 30 + (round * 23 % 97), stop);
            Figures.Progress(fault, round, rounds);
        }

        await writer.FinishAsync(count: 2, stop);
        await Ground.SplitAsync(place);
        Figures.Report(fault, rounds, writer.Acknowledged.Sum(), await CountAsync(ground, writer.Acknowledged, stop));
    }

    // What was said to be released, beside the uses that were counted, their marks, and the decisions in the journal.
    private static async Task<Tally> CountAsync(Ground ground, IReadOnlyList<int> acknowledged, CancellationToken cancellationToken)
    {
        var evidence = await EvidenceAsync(ground, cancellationToken);
        var lost = 0;
        for (var lane = 0; lane < acknowledged.Count; lane++)
        {
            for (var number = 0; number < acknowledged[lane]; number++)
            {
                var mark = await ground.Marks.FindAsync(Deciding.Shard, "consent.use", Deciding.MarkOf(new Operation(lane, number)), cancellationToken);
                lost += mark is not null && evidence.Contains(Digest.Of(mark.Answer.Span)) ? 0 : 1;
            }
        }

        var uses = (await ground.Consents.FindAsync(Deciding.Shard, Deciding.Id, cancellationToken))!.Uses;
        uses.Should().Be(evidence.Count, "each decision is one use");
        return new Tally(lost, (int)uses - acknowledged.Sum(), 0);
    }

    private static async Task<HashSet<Digest>> EvidenceAsync(Ground ground, CancellationToken cancellationToken)
    {
        var decisions = new HashSet<Digest>();
        var last = 0L;
        while (await ground.Journal.ReadAsync(Deciding.Shard, last, 1000, cancellationToken) is { IsEmpty: false } rows)
        {
            foreach (var row in rows)
            {
                row.Number.Should().Be(++last, "the journal has no gap");
                AuditCommitment.TryOpen(new AuditEntry(Deciding.Shard, row.Commitment, row.Opening!.Value), out var line, out _).Should().BeTrue();
                if (line is { Action: "disclosure.decided", Outcome: "accepted", Target: { } decision })
                {
                    decisions.Add(decision);
                }
            }
        }

        return decisions;
    }
}
