using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.Sqlite.Tests.Commits;

public sealed class SqliteStagedEffectsTests : StagedEffectsContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ShardWatch _watch = new();
    private readonly SqliteDatabase _database;

    public SqliteStagedEffectsTests() => _database = Raw.Watched(_folder.PathOf("dpi.db"), Time, _watch);

    protected override IStatusListStore Store => new SqliteStatusListStore(_database);

    protected override IStagedEffects Staged => new SqliteStagedEffects(_database);

    [Fact]
    public async Task What_waits_tells_since_when()
    {
        var stop = TestContext.Current.CancellationToken;
        await Store.TryCreateAsync(Samples.Shard, Samples.List(), Effects.None, stop);
        (await Staged.OldestAsync(stop)).Should().BeNull();
        await Store.TrySetAsync(Samples.Shard, [], new Effects { Audit = [Samples.Entry()] }, stop);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.TrySetAsync(Samples.Shard, [], new Effects { Audit = [Samples.Entry()] }, stop);
        (await Staged.OldestAsync(stop)).Should().Be(Samples.Now);
        await Staged.SplitAsync(10, stop);
        (await Staged.OldestAsync(stop)).Should().BeNull();
    }

    [Fact]
    public async Task More_than_is_split_at_once_is_split_all_the_same_in_order()
    {
        var stop = TestContext.Current.CancellationToken;
        await Store.TryCreateAsync(Samples.Shard, Samples.List(), Effects.None, stop);
        for (var i = 0; i < 600; i++)
        {
            await Store.TrySetAsync(Samples.Shard, [], new Effects { Messages = [Samples.Message($"{i}")] }, stop);
        }

        while (await Staged.SplitAsync(10, stop) > 0)
        {
        }

        Read(Samples.Shard).Outbox.Should().Equal(Enumerable.Range(0, 600).Select(i => $"{i + 1} dpi:status-lists {i}"));
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
        _watch.Verify();
    }

    protected override (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Read(ShardKey shard) => Raw.Effects(_database, shard);

    protected override long CountMarks()
    {
        using var connection = Raw.Open(_database);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM once_mark";
        return (long)command.ExecuteScalar()!;
    }
}
