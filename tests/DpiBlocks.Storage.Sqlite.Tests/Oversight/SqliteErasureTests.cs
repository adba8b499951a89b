using System.Text;
using DpiBlocks.Oversight;
using DpiBlocks.Storage.Contract;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Storage.Sqlite.Tests.Oversight;

/// <summary>What is erased is looked for in the bytes of the files, as whoever steals the disk would.</summary>
public sealed class SqliteErasureTests : IDisposable
{
    private const int Entries = 400;

    private static readonly ShardKey Shard = ShardKey.Of(Samples.Tenant, SubjectId.Parse("p"));

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly SqliteJournalStore _journal;

    public SqliteErasureTests()
    {
        _database = SqliteDatabase.Open(_folder.PathOf("dpi.db"), new FakeTimeProvider(Samples.Now));
        _journal = new SqliteJournalStore(_database);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    // Few enough that no row was ever moved.
    [Fact]
    public async Task What_is_erased_is_overwritten_at_once()
    {
        await FillAsync(20);
        Found().Should().HaveCount(20);
        (await _journal.EraseAsync(Shard, 7, Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
        Found().Should().HaveCount(19).And.NotContain(7);
    }

    [Fact]
    public async Task What_was_erased_of_many_is_in_no_file_any_more_once_the_file_is_written_anew()
    {
        await FillAsync();
        Found().Should().HaveCount(Entries);
        for (var number = 1; number <= Entries - 16; number++)
        {
            (await _journal.EraseAsync(Shard, number, Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
        }

        new FileInfo(_database.Path + "-wal").Length.Should().Be(0);
        await _database.CompactAsync(Cancel);
        Found().Should().Equal(Enumerable.Range(Entries - 15, 16));
    }

    [Fact]
    public async Task What_somebody_still_reads_is_gone_once_he_does_not()
    {
        await FillAsync(20);
        using (var connection = Raw.Open(_database))
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "SELECT count(*) FROM journal";
            command.ExecuteScalar().Should().Be(20L);
            (await _journal.EraseAsync(Shard, 7, Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
            await new SqliteStagedEffects(_database).SplitAsync(1, Cancel);
            Found().Should().Contain(7);
        }

        await new SqliteStagedEffects(_database).SplitAsync(1, Cancel);
        Found().Should().HaveCount(19).And.NotContain(7);
    }

    // A process that was killed between an erasure and what follows it left the old pages in the write-ahead log.
    [Fact]
    public async Task What_was_left_when_a_process_ended_is_gone_with_the_first_run_of_the_next()
    {
        using var other = Raw.Open(_database);      // so that the log is not removed with the last connection
        await FillAsync(20);
        await new SqliteStagedEffects(_database).SplitAsync(1, Cancel);
        var length = new FileInfo(_database.Path + "-wal").Length;
        length.Should().BePositive();
        using var again = SqliteDatabase.Open(_database.Path, new FakeTimeProvider(Samples.Now));
        await new SqliteStagedEffects(again).SplitAsync(1, Cancel);
        new FileInfo(_database.Path + "-wal").Length.Should().Be(0);
    }

    private static string Secret(int number) => $"secret {number:D5}.";

    // Written, split and marked, as the sequencer does it: rows grow in their pages, and of these lengths six are moved and leave a copy.
    private async Task FillAsync(int count = Entries)
    {
        var staged = new SqliteStagedEffects(_database);
        for (var number = 1; number <= count; number++)
        {
            var entry = AuditCommitment.Commit(new AuditEvent
            {
                Shard = Shard,
                Action = "disclosure.released",
                Outcome = "accepted",
                At = Samples.Now,
                Basis = Secret(number) + new string('x', number * 875 % 150),
            });
            (await _journal.CommitAsync(Shard, new Effects { Audit = [entry] }, Cancel)).Should().Be(CommitOutcome.Committed);
            if (number % 16 == 0 || number == count)
            {
                await staged.SplitAsync(10, Cancel);
                var rows = await _journal.ReadUnsequencedAsync(Entries, Cancel);
                var marks = rows.Select(row => new SequencedEntry(Shard, row.Number, row.Commitment, 1_000_000_000_000 + row.Number));
                (await _journal.TryMarkAsync(Shard, [.. marks], Cancel)).Should().BeTrue();
            }
        }
    }

    // The numbers of the entries whose secret is in one of the files.
    private List<int> Found()
    {
        var bytes = Directory.GetFiles(Path.GetDirectoryName(_database.Path)!).Select(Read).ToList();
        return [.. Enumerable.Range(1, Entries).Where(number => bytes.Exists(file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret(number))) >= 0))];
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
