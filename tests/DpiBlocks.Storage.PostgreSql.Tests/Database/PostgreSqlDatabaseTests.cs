using System.Collections.Immutable;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql.Tests.Database;

public sealed class PostgreSqlDatabaseTests(SharedServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    [Attack("STO-02")]
    public async Task A_server_that_would_lose_what_it_acknowledged_is_refused(string setting)
    {
        await using var careless = await PostgresServer.StartAsync($"{setting}=off");
        PostgreSqlDatabase.TryOpen(careless.ConnectionString, TimeProvider.System, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be("storage.not_durable");
        refusal.Message.Should().Contain($"{setting} = off");
    }

    [Theory]
    [InlineData("on", null)]
    [InlineData("local", null)]
    [InlineData("off", "storage.not_durable")]
    [Attack("STO-02")]
    public void So_is_one_where_the_user_need_not_wait(string value, string? code)
    {
        var schema = server.NewSchema();
        Refusing($"{server.ConnectionString};Options=-c synchronous_commit={value}", schema).Should().Be(code);
    }

    [Fact]
    public void A_server_that_is_not_there_or_lets_nobody_in_is_told()
    {
        var schema = server.NewSchema();
        Refusing(PostgresServer.ConnectionStringAt(1), schema).Should().Be("storage.unavailable");
        Refusing($"{server.ConnectionString};Database=nowhere", schema).Should().Be("storage.unavailable");
        Refusing(server.ConnectionString, schema).Should().BeNull();
    }

    [Fact]
    public void Who_may_create_nothing_opens_what_is_there_and_is_told_where_something_is_missing()
    {
        var (there, missing) = (server.NewSchema(), server.NewSchema());
        Refusing(there, PostgreSqlMigrations.All).Should().BeNull();
        var role = $"r{there}";
        Number(there, $"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA {there} TO {role}; GRANT ALL ON ALL TABLES IN SCHEMA {there} TO {role}; SELECT 1");
        var asRole = server.ConnectionString.Replace("Username=dpi", $"Username={role}", StringComparison.Ordinal);
        Refusing(asRole, there).Should().BeNull();
        Refusing(asRole, missing).Should().Be("storage.unavailable");
    }

    [Theory]
    [InlineData("dpi_2", true)]
    [InlineData("", false)]
    [InlineData("2dpi", false)]
    [InlineData("Dpi", false)]
    [InlineData("dpi;drop schema public", false)]
    [InlineData("dpi\"", false)]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123", false)]
    [Attack("STO-14", "STO-18")]
    public void A_schema_has_a_plain_name(string schema, bool good)
    {
        _ = server.NewSchema();
        var open = () => Refusing(server.ConnectionString, schema);
        if (good)
        {
            open().Should().BeNull();
        }
        else
        {
            open.Should().Throw<ArgumentException>();
        }
    }

    [Fact]
    [Attack("STO-17")]
    public void A_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        var schema = server.NewSchema();
        var newer = PostgreSqlMigrations.All.Add("CREATE TABLE of_the_future (a text)");
        Refusing(schema, newer).Should().BeNull();
        Refusing(schema, PostgreSqlMigrations.All).Should().Be("storage.schema_too_new");
        Refusing(schema, newer).Should().BeNull();
    }

    [Fact]
    [Attack("STO-17")]
    public void A_step_that_breaks_off_leaves_the_one_before_whole_and_is_taken_again()
    {
        for (var broken = 0; broken < PostgreSqlMigrations.All.Length; broken++)
        {
            var schema = server.NewSchema();
            var steps = PostgreSqlMigrations.All.SetItem(broken, PostgreSqlMigrations.All[broken] + "; INSERT INTO no_such_table VALUES (1)");
            FluentActions.Invoking(() => Refusing(schema, steps)).Should().Throw<PostgresException>();
            Refusing(schema, PostgreSqlMigrations.All).Should().BeNull();
            Number(schema, "SELECT version FROM schema_version").Should().Be(PostgreSqlMigrations.All.Length);
        }
    }

    [Fact]
    [Attack("STO-17")]
    public async Task Many_that_open_a_new_database_at_once_make_it_once()
    {
        var schema = server.NewSchema();
        var refusals = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Refusing(server.ConnectionString, schema), Cancel)));
        refusals.Should().OnlyContain(code => code == null);
        Number(schema, "SELECT version FROM schema_version").Should().Be(PostgreSqlMigrations.All.Length);
    }

    [Theory]
    [InlineData("40001", 5, null)]
    [InlineData("40P01", 5, null)]
    [InlineData("55P03", 5, null)]
    [InlineData("40001", 100, "storage.busy")]
    [InlineData("53100", 1, "storage.full")]
    [InlineData("58030", 1, "storage.io_error")]
    [Attack("STO-03", "STO-06")]
    public async Task A_change_that_others_were_in_the_way_of_is_made_again_and_not_for_ever(string state, int times, string? code)
    {
        using var database = PostgreSqlDatabase.Open(server.ConnectionString, TimeProvider.System, server.NewSchema());
        var attempts = 0;
        async ValueTask<Effects?> ChangeAsync(PostgreSqlSession session)
        {
            if (attempts++ < times)
            {
                await session.ExecuteAsync($"DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '{state}'; END $$", [], Cancel);
            }

            return Effects.None;
        }

        var act = () => database.CommitAsync(Samples.Shard, Effects.None, new PostgreSqlSteps(ChangeAsync), Cancel).AsTask();
        if (code is null)
        {
            (await act()).Outcome.Should().Be(CommitOutcome.Committed);
            attempts.Should().Be(times + 1);
        }
        else
        {
            (await act.Should().ThrowAsync<StorageException>()).Which.Refusal.Code.Should().Be(code);
            attempts.Should().BeLessThan(20);
        }
    }

    [Fact]
    public async Task A_fault_of_ours_passes_through_and_leaves_nothing()
    {
        var schema = server.NewSchema();
        using var database = PostgreSqlDatabase.Open(server.ConnectionString, TimeProvider.System, schema);
        var effects = new Effects { Audit = [Samples.Entry()], Once = Samples.Once() with { KeepUntil = DateTimeOffset.MaxValue } };
        var act = () => database.CommitAsync(Samples.Shard, effects, new PostgreSqlSteps(async session => await session.ExecuteAsync("SELECT 1 / 0", [], Cancel) == 0 ? effects : effects), Cancel).AsTask();
        await act.Should().ThrowAsync<PostgresException>();
        Number(schema, "SELECT (SELECT count(*) FROM once_mark) + (SELECT count(*) FROM journal) + (SELECT count(*) FROM shard_head)").Should().Be(0);
    }

    [Fact]
    public async Task It_is_chosen_in_one_line()
    {
        await using var services = new ServiceCollection().AddDpiBlocks().UsePostgreSql(server.ConnectionString, server.NewSchema()).Services.BuildServiceProvider();
        (await services.GetRequiredService<IOnceStore>().TryAddAsync(Samples.Shard, Samples.Once() with { KeepUntil = DateTimeOffset.MaxValue }, Cancel)).Should().Be(CommitOutcome.Committed);
        services.GetRequiredService<IStagedEffects>().Should().BeOfType<PostgreSqlStagedEffects>();
        services.GetRequiredService<IStatusListStore>().Should().BeOfType<PostgreSqlStatusListStore>();
    }

    private static string? Refusing(string connectionString, string schema) =>
        Refusing(connectionString, schema, PostgreSqlMigrations.All);

    private static string? Refusing(string connectionString, string schema, ImmutableArray<string> steps)
    {
        PostgreSqlDatabase.TryOpen(connectionString, TimeProvider.System, schema, steps, out var database, out var refusal).Should().Be(refusal is null);
        database?.Dispose();
        return refusal?.Code;
    }

    private string? Refusing(string schema, ImmutableArray<string> steps) => Refusing(server.ConnectionString, schema, steps);

    private long Number(string schema, string sql)
    {
        using var connection = server.Connect(schema);
#pragma warning disable CA2100 // every caller hands in a constant
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
