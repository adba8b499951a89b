using System.Collections.Immutable;
using DpiBlocks.Oversight;

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
        await ShouldBeOneLogAsync(ground, signed, stop);
        Figures.Report(fault, rounds, writer.Acknowledged.Sum(), await CountAsync(ground, writer.Acknowledged, stop));
    }

    private static async Task ShouldBeOneLogAsync(Ground ground, ImmutableArray<ReadOnlyMemory<byte>> signed, CancellationToken stop)
    {
        signed.Length.Should().BeGreaterThan(3);
        var verifier = new CheckpointVerifier(Sequencing.Log.Origin, [Sequencing.Signer.Key], WitnessPolicy.None, TimeProvider.System);
        var newest = (await ground.Log.FindCheckpointAsync(Sequencing.Log.Shard, stop))!.Value;
        var verdict = await new LogAuditor(verifier).VerifyAsync(new StoredTiles(ground.Log, Sequencing.Log), newest, signed, stop);
        verdict.Refusal.Should().BeNull();
        (await ground.Log.FindAsync(Sequencing.Log.Shard, stop)).Should().Match<LogState>(state => state.Unmarked.IsEmpty && state.Size == verdict.GetValueOrThrow().Checkpoint.Checkpoint.Size);
    }

    // By the entries of the log itself; and the journal must say of each where it is.
    private static async Task<Tally> CountAsync(Ground ground, IReadOnlyList<int> acknowledged, CancellationToken stop)
    {
        var entries = await ReadEntriesAsync(ground, stop);
        entries.Should().HaveCount(acknowledged.Sum(), "nothing else is in the log");
        var tally = default(Tally);
        for (var lane = 0; lane < Operation.Lanes; lane++)
        {
            var rows = await ground.Journal.ReadAsync(Operation.ShardOf(lane), after: 0, int.MaxValue, stop);
            rows.Should().OnlyContain(row => row.Leaf != null && entries[(int)row.Leaf.Value] == row.Commitment);
            var numbers = Enumerable.Range(0, acknowledged[lane]).ToDictionary(number => Digest.Of(System.Text.Encoding.UTF8.GetBytes(new Operation(lane, number).Name)));
            tally += Tally.Of(acknowledged[lane], [.. entries.Where(numbers.ContainsKey).Select(entry => numbers[entry])]);
        }

        return tally;
    }

    private static async Task<List<Digest>> ReadEntriesAsync(Ground ground, CancellationToken stop)
    {
        const int length = sizeof(ushort) + 32;      // of an entry: its length and a commitment
        var entries = new List<Digest>();
        for (var tile = new Tile(Tile.EntriesLevel, 0); await ground.Log.ReadTileAsync(Sequencing.Log.Shard, tile, stop) is { } content; tile = tile with { Index = tile.Index + 1 })
        {
            for (var at = 0; at < content.Length; at += length)
            {
                entries.Add(new Digest(content.Span.Slice(at + sizeof(ushort), 32)));
            }
        }

        return entries;
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
