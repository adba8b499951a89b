using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.Sqlite.Tests.Commits;

public sealed class SqliteOnceStoreTests : OnceStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ShardWatch _watch = new();
    private readonly SqliteDatabase _database;

    public SqliteOnceStoreTests()
    {
        _database = Raw.Watched(_folder.PathOf("dpi.db"), Time, _watch);
        Store = new SqliteOnceStore(_database);
    }

    protected override IOnceStore Store { get; }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
        _watch.Verify();
    }
}
