using Microsoft.Data.Sqlite;

namespace DpiBlocks.Faults;

/// <summary>What was acknowledged is there after the writing process was killed without warning, again and again.</summary>
public sealed class SqliteKillTests : IDisposable
{
    private const string Fault = "SQLite: the writing process is killed";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    [Attack("STO-01", "STL-13")]
    public async Task A_writer_that_is_killed_again_and_again_loses_nothing_it_acknowledged_and_doubles_nothing()
    {
        var stop = TestContext.Current.CancellationToken;
        var path = _folder.PathOf("dpi.db");
        var writer = new Writer($"sqlite:{path}");
        await Ground.PrepareAsync($"sqlite:{path}");
        var rounds = Rounds.Of(6);
        for (var round = 0; round < rounds; round++)
        {
            await writer.RunUntilKilledAsync(operations: 30 + (round * 23 % 97), stop);
            Figures.Progress(Fault, round, rounds);
        }

        await writer.FinishAsync(count: 2, stop);
        await Ground.SplitAsync($"sqlite:{path}");

        await using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(stop);
        await using var integrity = connection.CreateCommand();
        integrity.CommandText = "PRAGMA integrity_check";
        (await integrity.ExecuteScalarAsync(stop)).Should().Be("ok");
        Figures.Report(Fault, rounds, writer.Acknowledged.Sum(), Findings.Count(connection, writer.Acknowledged));
    }

    public void Dispose() => _folder.Dispose();
}
