using System.Diagnostics;
using System.Globalization;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;


namespace DpiBlocks.Storage.Sqlite.Tests.Database;

/// <summary>What was acknowledged is there after the writer was killed without warning.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Rounds = 8;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    [Attack("STL-13")]
    public async Task A_writer_that_is_killed_again_and_again_loses_nothing_it_acknowledged_and_gives_nothing_out_twice()
    {
        var path = _folder.PathOf("dpi.db");
        using (var database = SqliteDatabase.Open(path, TimeProvider.System))
        {
            await new SqliteStatusListStore(database).TryCreateAsync(Samples.Shard, Samples.List(count: 1 << 20), Effects.None, TestContext.Current.CancellationToken);
        }

        var given = new HashSet<long>();
        var revoked = new HashSet<long>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var line in await RunUntilKilledAsync(path, atLeast: 40 + (round * 23)))
            {
                var index = long.Parse(line.AsSpan(1), CultureInfo.InvariantCulture);
                (line[0] is 'a' ? given : revoked).Add(index).Should().BeTrue("{0} was acknowledged before", line);
            }
        }

        using (var database = SqliteDatabase.Open(path, TimeProvider.System))
        {
            database.Read(Integrity).Should().Be("ok");
            var entries = database.Read(session => ReadAll(session, "SELECT entry FROM status_entry"));
            var marks = database.Read(session => ReadAll(session, "SELECT count(*) FROM once_mark"));
            var staged = database.Read(session => ReadAll(session, "SELECT count(*) FROM staged_effects"));
            given.Should().HaveCountGreaterThan(Rounds * 40 / 2);
            given.Except(entries).Should().BeEmpty("no acknowledged place is lost");
            var snapshot = await new SqliteStatusListStore(database).ReadAsync(Samples.Shard, TestContext.Current.CancellationToken);
            revoked.Should().NotBeEmpty().And.OnlyContain(index => IsRevoked(snapshot!, index));

            // A change, its mark and its effects are there together or not at all; what was given out is not free.
            var count = ReadRevoked(snapshot!);
            marks.Should().Equal(count);
            staged.Should().Equal(count);
            database.Read(session => ReadAll(session, "SELECT free FROM status_list")).Should().Equal((1 << 20) - entries.Count);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<List<string>> RunUntilKilledAsync(string path, int atLeast)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "DpiBlocks.Storage.CrashWriter.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, path]) { RedirectStandardOutput = true })!;
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lines.Add(line);
            if (lines.Count == atLeast)
            {
                process.Kill();      // SIGKILL
            }
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(128 + 9);
        lines.RemoveAll(line => !line.EndsWith(' '));
        return lines.ConvertAll(line => line.TrimEnd());
    }

    private static bool IsRevoked(StatusListSnapshot snapshot, long index) => snapshot.List.TryGet(index, out var value) && value == StatusValue.Invalid;

    private static long ReadRevoked(StatusListSnapshot snapshot) =>
        Enumerable.Range(0, (int)snapshot.List.Count).LongCount(index => IsRevoked(snapshot, index));

    private static string Integrity(SqliteSession session)
    {
        using var row = session.Query("PRAGMA integrity_check");
        return row.Read() ? row.GetString(0) : string.Empty;
    }

    private static List<long> ReadAll(SqliteSession session, string sql)
    {
        var values = new List<long>();
        using var rows = session.Query(sql);
        while (rows.Read())
        {
            values.Add(rows.GetInt64(0));
        }

        return values;
    }
}
