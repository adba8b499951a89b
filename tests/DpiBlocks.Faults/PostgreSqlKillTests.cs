using Npgsql;

namespace DpiBlocks.Faults;

/// <summary>What was acknowledged is there after the server was killed without warning, again and again, while it was written to.</summary>
public sealed class PostgreSqlKillTests
{
    [Fact]
    [Attack("STO-02")]
    public async Task A_server_that_is_killed_again_and_again_loses_nothing_it_acknowledged_and_doubles_nothing()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync();
        var ground = $"postgresql:{server.ConnectionString}";
        await Ground.PrepareAsync(ground);
        var writer = new Writer(ground);
        var rounds = Rounds.Of(3, share: 5);
        const string fault = "PostgreSQL: the server is killed";
        await writer.RunDuringAsync(
            async () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    var before = writer.Acknowledged.Sum();
                    while (writer.Acknowledged.Sum() < before + 40 + (round * 31 % 60))
                    {
                        await Task.Delay(5, stop);
                    }

                    server.Kill();
                    await server.StartAgainAsync();
                    Figures.Progress(fault, round, rounds);
                }
            },
            stop);
        await writer.FinishAsync(count: 2, stop);
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Search Path=dpiblocks;Pooling=False");
        await connection.OpenAsync(stop);
        Figures.Report(fault, rounds, writer.Acknowledged.Sum(), Findings.Count(connection, writer.Acknowledged));
    }

    [Fact]
    [Attack("STO-05")]
    public async Task A_connection_that_is_cut_at_any_byte_loses_nothing_and_doubles_nothing()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync();
        await using var proxy = new CuttingProxy(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, server.Port));
        await Ground.PrepareAsync($"postgresql:{server.ConnectionString}");
        using var ground = Ground.Open($"postgresql:{PostgresServer.ConnectionStringAt(proxy.Port)}");
        var number = 0;
        var unknown = 0;

        // A whole operation with its handshake is answered with some 2,400 bytes, the commit with some hundred of them.
        var rounds = Rounds.Of(80);
        for (var round = 0; round < rounds; round++)
        {
            var cut = 1 + (2400 * round / rounds);
            var operation = new Operation(0, number++);
            if (round % 2 == 0)
            {
                proxy.CutToClientAfter(cut);
            }
            else
            {
                proxy.CutToServerAfter(cut);      // half of what was asked
            }

            var outcome = CommitOutcome.Unknown;
            try
            {
                outcome = await operation.RunAsync(ground);
                unknown += outcome is CommitOutcome.Unknown ? 1 : 0;
            }
            catch (StorageException exception)
            {
                exception.Refusal.Code.Should().Be("storage.unavailable");
            }

            proxy.Heal();
            while (outcome is CommitOutcome.Unknown)
            {
                outcome = await operation.RunAsync(ground);      // by its mark
            }

            outcome.Should().BeOneOf(CommitOutcome.Committed, CommitOutcome.AlreadyCommitted);
        }

        proxy.Cuts.Should().BePositive();
        unknown.Should().BePositive("some cut must have fallen between a commit and its answer");
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Search Path=dpiblocks;Pooling=False");
        await connection.OpenAsync(stop);
        Figures.Report("PostgreSQL: the connection is cut at a byte", rounds, number, Findings.Count(connection, [number, 0, 0, 0]));
    }

    [Fact]
    [Attack("STO-05")]
    public async Task A_commit_whose_answer_is_lost_is_asked_for_again_by_its_mark()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync();
        await using var proxy = new CuttingProxy(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, server.Port)) { HealsAfterACut = true };
        await Ground.PrepareAsync($"postgresql:{server.ConnectionString}");
        using var ground = Ground.Open($"postgresql:{PostgresServer.ConnectionStringAt(proxy.Port)}");
        var number = 0;
        (await new Operation(0, number++).RunAsync(ground)).Should().Be(CommitOutcome.Committed);
        var outcomes = new List<CommitOutcome>();
        for (var cut = 1; cut < 800; cut += 10)
        {
            proxy.CutToClientAfter(cut);
            outcomes.Add(await new Operation(0, number++).RunAsync(ground));
        }

        outcomes.Should().OnlyContain(outcome => outcome == CommitOutcome.Committed || outcome == CommitOutcome.AlreadyCommitted);
        outcomes.Should().Contain(CommitOutcome.AlreadyCommitted, "some cut must have fallen between a commit and its answer");
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Search Path=dpiblocks;Pooling=False");
        await connection.OpenAsync(stop);
        Findings.Count(connection, [number, 0, 0, 0]).Should().Be(default(Tally));
    }
}
