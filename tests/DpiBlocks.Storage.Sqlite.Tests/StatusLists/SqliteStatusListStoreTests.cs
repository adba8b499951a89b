using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.Sqlite.Tests.StatusLists;

public sealed class SqliteStatusListStoreTests : StatusListStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public SqliteStatusListStoreTests()
    {
        _database = SqliteDatabase.Open(_folder.PathOf("dpi.db"), Time);
        Store = new SqliteStatusListStore(_database);
    }

    protected override IStatusListStore Store { get; }

    protected override IReadOnlyList<byte[]> StagedEffects => _database.Read(session =>
    {
        var rows = new List<byte[]>();
        using var reader = session.Query("SELECT content FROM staged_effects");
        while (reader.Read())
        {
            rows.Add((byte[])reader[0]);
        }

        return rows;
    });

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }
}
