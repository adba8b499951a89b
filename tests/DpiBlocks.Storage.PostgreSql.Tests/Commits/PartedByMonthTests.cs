using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql.Tests.Commits;

/// <summary>All that is asked of effects, on tables that were parted by month and by hash with the very commands of docs/scale-out.md.</summary>
public sealed class PartedByMonthTests : StagedEffectsContract, IDisposable
{
    private readonly ShardWatch _watch = new();
    private readonly SharedServer _server;
    private readonly string _schema;
    private readonly PostgreSqlDatabase _database;

    public PartedByMonthTests(SharedServer server)
    {
        (_server, _schema) = (server, server.NewSchema());
        _database = server.Watched(_schema, Time, _watch);
        using var connection = server.Connect(_schema);
        foreach (var commands in Commands().Take(2))
        {
#pragma warning disable CA2100 // from our own documentation
            using var command = new NpgsqlCommand(commands, connection);
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    protected override IStatusListStore Store => new PostgreSqlStatusListStore(_database);

    protected override IStagedEffects Staged => new PostgreSqlStagedEffects(_database);

    [Fact]
    public async Task An_entry_lies_in_its_month()
    {
        var stop = TestContext.Current.CancellationToken;
        Time.SetUtcNow(new DateTimeOffset(2026, 5, 31, 23, 59, 59, 999, TimeSpan.Zero));
        await Store.TryCreateAsync(Samples.Shard, Samples.List(), new Effects { Audit = [Samples.Entry()] }, stop);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await Store.TrySetAsync(Samples.Shard, [], new Effects { Audit = [Samples.Entry()] }, stop);
        Time.Advance(TimeSpan.FromDays(30));
        await Store.TrySetAsync(Samples.Shard, [], new Effects { Audit = [Samples.Entry()] }, stop);
        Count("SELECT count(*) FROM journal_2026_05 WHERE number = 1").Should().Be(1);
        Count("SELECT count(*) FROM journal_2026_06 WHERE number = 2").Should().Be(1);
        Count("SELECT count(*) FROM journal_other WHERE number = 3").Should().Be(1);
    }

    public void Dispose()
    {
        _database.Dispose();
        _watch.Verify();
    }

    protected override (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Read(ShardKey shard) => _server.Effects(_schema, shard);

    protected override long CountMarks() => Count("SELECT count(*) FROM once_mark");

    private static IEnumerable<string> Commands() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "scale-out.md"))
        .Split("```sql\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]);

    private long Count(string sql)
    {
        using var connection = _server.Connect(_schema);
#pragma warning disable CA2100 // every caller hands in a constant
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
