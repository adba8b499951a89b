using DpiBlocks.Messaging;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;
using DpiBlocks.Storage.Contract.Messaging;

namespace DpiBlocks.Storage.Sqlite.Tests.Messaging;

public sealed class SqliteOutboxStoreTests : OutboxStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ShardWatch _watch = new();
    private readonly SqliteDatabase _database;

    public SqliteOutboxStoreTests() => _database = Raw.Watched(_folder.PathOf("dpi.db"), Time, _watch);

    protected override IStatusListStore Lists => new SqliteStatusListStore(_database);

    protected override IStagedEffects Staged => new SqliteStagedEffects(_database);

    protected override IOutboxStore Outbox => new SqliteOutboxStore(_database);

    protected override IDeadLetterStore DeadLetters => new SqliteDeadLetterStore(_database);

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
        _watch.Verify();
    }

    protected override (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Read(ShardKey shard) => Raw.Effects(_database, shard);
}
