using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.Sqlite.Tests.StatusLists;

public sealed class SqliteStatusListStoreTests : StatusListStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ShardWatch _watch = new();
    private readonly SqliteDatabase _database;

    public SqliteStatusListStoreTests()
    {
        _database = Raw.Watched(_folder.PathOf("dpi.db"), Time, _watch);
        Store = new SqliteStatusListStore(_database);
    }

    protected override IStatusListStore Store { get; }

    protected override IStagedEffects Staged => new SqliteStagedEffects(_database);

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
        _watch.Verify();
    }

    protected override (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) ReadEffects() => Raw.Effects(_database, Samples.Shard);
}
