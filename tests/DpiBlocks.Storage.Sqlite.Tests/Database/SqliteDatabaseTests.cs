using System.Collections.Immutable;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.Storage.Sqlite.Tests.Database;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.PathOf("dpi.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void It_keeps_a_write_ahead_log_and_waits_for_the_disk()
    {
        using var database = Open();
        var settings = database.Scan(session => (Text(session, "PRAGMA journal_mode"), session.Number("PRAGMA foreign_keys"), session.Number("PRAGMA trusted_schema")));
        settings.Should().Be(("wal", 1L, 0L));
        database.Synchronous.Should().Be(2);      // FULL
    }

    [Fact]
    [Attack("STO-18")]
    public void It_is_created_for_its_owner_alone_and_so_is_what_lies_beside_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        using var database = Open();
        foreach (var path in Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!))
        {
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
        }
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [Attack("STO-18")]
    public void A_file_that_others_may_read_or_write_is_refused(UnixFileMode more)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        Open().Dispose();
        Open().Dispose();
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        Refuse(Path).Should().Be("storage.permissions");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData("-shm")]
    [InlineData("-journal")]
    [Attack("STO-18")]
    public void A_symbolic_link_is_refused_even_to_nothing(string suffix)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Links need a privilege there.");
            return;
        }

        File.CreateSymbolicLink(Path + suffix, _folder.PathOf("elsewhere"));
        Refuse(Path).Should().Be("storage.symbolic_link");
        File.Exists(_folder.PathOf("elsewhere")).Should().BeFalse();
    }

    [Theory]
    [InlineData("no/such/folder/dpi.db")]
    [InlineData(".")]
    [Attack("STO-18")]
    public void A_path_where_no_file_can_be_is_refused(string name) => Refuse(_folder.PathOf(name)).Should().Be("storage.unavailable");

    [Fact]
    [Attack("STO-18")]
    public void A_name_that_SQLite_could_read_as_something_else_is_a_name()
    {
        foreach (var name in (string[])["file:dpi.db?mode=memory", ":memory:", "dpi.db;Mode=ReadOnly", "a'b\".db", "|DataDirectory|dpi.db", "%00.db"])
        {
            SqliteDatabase.Open(_folder.PathOf(name), TimeProvider.System).Dispose();
            File.Exists(_folder.PathOf(name)).Should().BeTrue();
        }
    }

    [Fact]
    public void A_file_that_is_no_database_of_ours_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(Path, new string('x', 4096));
        SetOwnerOnly(Path);
        Refuse(Path).Should().Be("storage.not_a_database");
        File.ReadAllText(Path).Should().Be(new string('x', 4096));
        File.Delete(Path);

        using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE foreign_table (a)";
            command.ExecuteNonQuery();
        }

        SetOwnerOnly(Path);
        Refuse(Path).Should().Be("storage.not_a_database");
    }

    [Theory]
    [InlineData("PRAGMA application_id = 7")]
    [InlineData("PRAGMA user_version = 1")]
    public void A_database_that_another_program_has_marked_is_refused(string mark)
    {
        using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = mark;
            command.ExecuteNonQuery();
        }

        SetOwnerOnly(Path);
        Refuse(Path).Should().Be("storage.not_a_database");
    }

    [Fact]
    [Attack("STO-17")]
    public void A_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        var newer = SqliteMigrations.All.Add("CREATE TABLE of_the_future (a) STRICT".Replace("(a)", "(a TEXT)", StringComparison.Ordinal));
        SqliteDatabase.TryOpen(Path, TimeProvider.System, newer, out var database, out _).Should().BeTrue();
        database!.Dispose();
        Refuse(Path).Should().Be("storage.schema_too_new");
        SqliteDatabase.TryOpen(Path, TimeProvider.System, newer, out database, out _).Should().BeTrue();
        database!.Dispose();
    }

    [Fact]
    [Attack("STO-17")]
    public void A_step_that_breaks_off_leaves_the_one_before_whole_and_is_taken_again()
    {
        for (var step = 0; step < SqliteMigrations.All.Length; step++)
        {
            var steps = SqliteMigrations.All.SetItem(step, SqliteMigrations.All[step] + "; INSERT INTO no_such_table VALUES (1)");
            var path = _folder.PathOf($"{step}.db");
            FluentActions.Invoking(() => SqliteDatabase.TryOpen(path, TimeProvider.System, steps, out _, out _)).Should().Throw<SqliteException>();
            using var whole = SqliteDatabase.Open(path, TimeProvider.System);
            whole.Scan(session => session.Number("PRAGMA user_version")).Should().Be(SqliteMigrations.All.Length);
        }

        ImmutableArray<string> broken = [.. SqliteMigrations.All, "CREATE TABLE half (a TEXT) STRICT; INSERT INTO no_such_table VALUES (1)"];
        FluentActions.Invoking(() => SqliteDatabase.TryOpen(Path, TimeProvider.System, broken, out _, out _)).Should().Throw<SqliteException>();
        using (var before = Open())
        {
            before.Scan(session => session.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'half'")).Should().Be(0);
        }

        ImmutableArray<string> mended = [.. SqliteMigrations.All, "CREATE TABLE half (a TEXT) STRICT"];
        SqliteDatabase.TryOpen(Path, TimeProvider.System, mended, out var after, out _).Should().BeTrue();
        after!.Scan(session => session.Number("PRAGMA user_version")).Should().Be(SqliteMigrations.All.Length + 1);
        after.Dispose();
    }

    [Fact]
    [Attack("STO-19")]
    public async Task A_file_that_was_cut_off_is_refused_when_it_is_opened_or_read()
    {
        using (var database = Open())
        {
            var store = new SqliteStatusListStore(database);
            await store.TryCreateAsync(Samples.Shard, Samples.List(), Effects.None, Cancel);
            await store.TrySetAsync(
                Samples.Shard, [.. Enumerable.Range(0, 1024).Select(i => new StatusChange(i, StatusValue.Valid, StatusValue.Invalid))], Effects.None, Cancel);
        }

        // Its last connection has written the log back: the one file holds everything, until pages are cut off, one by one.
        var whole = await File.ReadAllBytesAsync(Path, Cancel);
        for (var length = whole.Length; length >= 0; length -= 4096)
        {
            var cut = _folder.PathOf($"{length}.db");
            await File.WriteAllBytesAsync(cut, whole[..length], Cancel);
            SetOwnerOnly(cut);
            var act = async () =>
            {
                using var database = SqliteDatabase.Open(cut, TimeProvider.System);
                return await new SqliteStatusListStore(database).ReadAsync(Samples.Shard, Cancel);
            };
            if (length == whole.Length)
            {
                (await act())!.List.Count.Should().Be(1024);
            }
            else if (length == 0)
            {
                (await act()).Should().BeNull("an empty file is a new database");
            }
            else
            {
                (await act.Should().ThrowAsync<StorageException>()).Which.Refusal.Code.Should().Be("storage.damaged");
            }
        }
    }

    [Fact]
    [Attack("STO-19")]
    public void Nothing_is_sorted_in_a_file_on_the_way()
    {
        using var database = Open();
        database.Scan(session => session.Number("PRAGMA temp_store")).Should().Be(2);      // MEMORY
    }

    [Fact]
    [Attack("STO-16")]
    public async Task A_backup_that_is_taken_during_writes_is_a_state_that_was_with_all_its_effects()
    {
        using var database = Open();
        var store = new SqliteStatusListStore(database);
        await store.TryCreateAsync(Samples.Shard, Samples.List(count: 16_384), Effects.None, Cancel);
        using var enough = new CancellationTokenSource();
        var acknowledged = 0;
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; !enough.IsCancellationRequested; i++)
                {
                    var effects = new Effects { Audit = [Samples.Entry()], Messages = [Samples.Message($"{i}")], Once = Samples.Once($"{i}") with { KeepUntil = DateTimeOffset.MaxValue } };
                    await store.TrySetAsync(Samples.Shard, [new StatusChange(i, StatusValue.Valid, StatusValue.Invalid)], effects, Cancel);
                    Volatile.Write(ref acknowledged, i + 1);
                }
            },
            Cancel);
        for (var round = 0; round < 5; round++)
        {
            var before = Volatile.Read(ref acknowledged);
            while (Volatile.Read(ref acknowledged) < before + 10)
            {
                await Task.Delay(1, Cancel);
            }

            var least = Volatile.Read(ref acknowledged);
            var path = _folder.PathOf($"backup-{round}.db");
            Backup(path);
            using var restored = SqliteDatabase.Open(path, TimeProvider.System);
            var revoked = restored.Scan(session => session.Number("SELECT count(*) FROM status_entry WHERE value <> 0"))!.Value;
            revoked.Should().BeGreaterThanOrEqualTo(least, "what was acknowledged before the backup is in it");
            restored.Scan(session => session.Number("SELECT count(*) FROM once_mark")).Should().Be(revoked);
            while (await new SqliteStagedEffects(restored).SplitAsync(10, Cancel) > 0)
            {
            }

            var (journal, outbox) = Raw.Effects(restored, Samples.Shard);
            journal.Should().HaveCount((int)revoked);
            outbox.Should().Equal(Enumerable.Range(0, (int)revoked).Select(i => $"{i + 1} dpi:status-lists {i}"));
        }

        await enough.CancelAsync();
        await writing;
    }

    [Fact]
    [Attack("STO-06")]
    public void Whoever_opens_it_waits_for_nobody_who_writes()
    {
        Open().Dispose();
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction(deferred: false);
        Open().Dispose();
    }

    [Fact]
    [Attack("STO-06")]
    public async Task Whoever_never_gets_a_turn_is_told_so_and_may_try_again()
    {
        using var database = Open();
        database.Attempts = 2;
        var store = new SqliteOnceStore(database);
        using (var other = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            other.Open();
            using var transaction = other.BeginTransaction(deferred: false);
            var act = () => store.TryAddAsync(Samples.Shard, Samples.Once() with { KeepUntil = DateTimeOffset.MaxValue }, Cancel).AsTask();
            (await act.Should().ThrowAsync<StorageException>()).Which.Refusal.Code.Should().Be("storage.busy");
        }

        (await store.TryAddAsync(Samples.Shard, Samples.Once() with { KeepUntil = DateTimeOffset.MaxValue }, Cancel)).Should().Be(CommitOutcome.Committed);
    }

    [Fact]
    [Attack("STO-17")]
    public async Task Many_that_open_a_new_database_at_once_make_it_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(Open, Cancel)));
        opened[0].Scan(session => session.Number("PRAGMA user_version")).Should().Be(SqliteMigrations.All.Length);
        Array.ForEach(opened, database => database.Dispose());
    }

    [Fact]
    [Attack("STO-06")]
    public async Task Several_that_write_to_one_file_all_get_their_turn()
    {
        var databases = Enumerable.Range(0, 4).Select(_ => Open()).ToArray();
        await new SqliteStatusListStore(databases[0]).TryCreateAsync(Samples.Shard, Samples.List(), Effects.None, Cancel);
        var given = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(
            async () => await new SqliteStatusListStore(databases[i % 4]).AllocateAsync(Samples.Shard, null, Effects.None, Cancel), Cancel)));
        given.Select(allocation => allocation.Index).Should().NotContainNulls().And.OnlyHaveUniqueItems();
        Array.ForEach(databases, database => database.Dispose());
    }

    [Fact]
    [Attack("STO-06")]
    public async Task A_writer_who_never_ends_is_waited_for_in_bounds_and_readers_go_on()
    {
        using var database = Open();
        var store = new SqliteStatusListStore(database);
        await store.TryCreateAsync(Samples.Shard, Samples.List(), Effects.None, Cancel);
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        using (other.BeginTransaction(deferred: false))
        {
            using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            var act = async () => await store.AllocateAsync(Samples.Shard, null, Effects.None, hurry.Token);
            await act.Should().ThrowAsync<OperationCanceledException>();
            (await store.FindAsync(Samples.Shard, Cancel)).Should().NotBeNull();
        }

        (await store.AllocateAsync(Samples.Shard, null, Effects.None, Cancel)).Outcome.Should().Be(CommitOutcome.Committed);
    }

    [Fact]
    [Attack("STO-06")]
    public async Task A_reader_sees_one_state_throughout_while_others_write()
    {
        using var database = Open();
        var store = new SqliteStatusListStore(database);
        await store.TryCreateAsync(Samples.Shard, Samples.List(), Effects.None, Cancel);
        var counts = database.Scan(session =>
        {
            var before = session.Number("SELECT free FROM status_list");
            Task.Run(async () => await store.AllocateAsync(Samples.Shard, null, Effects.None, Cancel), Cancel).Wait(Cancel);
            return (before, session.Number("SELECT free FROM status_list"));
        });
        counts.Should().Be((1024L, 1024L));
        database.Scan(session => session.Number("SELECT free FROM status_list")).Should().Be(1023);
    }

    [Fact]
    public void It_is_chosen_in_one_line()
    {
        var services = new ServiceCollection();
        services.AddDpiBlocks().AddStatusLists().UseSqlite(Path);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IOnceStore>().Should().BeOfType<SqliteOnceStore>();
        provider.GetRequiredService<IStatusListStore>().Should().BeOfType<SqliteStatusListStore>();
        provider.GetRequiredService<IStatusAllocator>().Should().BeSameAs(provider.GetRequiredService<StatusListIssuer>());
        FluentActions.Invoking(provider.GetRequiredService<IStatusChecker>).Should().Throw<InvalidOperationException>("trust has no default");
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(SqliteSession session, string sql)
    {
        using var row = session.Query(sql);
        return row.Read() ? row.GetString(0) : string.Empty;
    }

    private static string Refuse(string path)
    {
        SqliteDatabase.TryOpen(path, TimeProvider.System, out var database, out var refusal).Should().BeFalse();
        database.Should().BeNull();
        FluentActions.Invoking(() => SqliteDatabase.Open(path, TimeProvider.System)).Should().Throw<StorageException>().Which.Refusal.Code.Should().Be(refusal!.Code);
        return refusal.Code;
    }

    // As an operator takes it while the service runs: https://sqlite.org/lang_vacuum.html#vacuuminto
    private void Backup(string path)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $path";
        command.Parameters.AddWithValue("$path", path);
        command.ExecuteNonQuery();
        SetOwnerOnly(path);
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(Path, TimeProvider.System);

    private static void SetOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
