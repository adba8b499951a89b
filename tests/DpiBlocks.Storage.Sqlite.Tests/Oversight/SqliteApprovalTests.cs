using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.Sqlite.Tests.Oversight;

public sealed class SqliteApprovalTests : ApprovalContract
{
    private readonly SqliteOversight _stores;

    public SqliteApprovalTests() => _stores = new SqliteOversight(Time);

    protected override OversightStores Open() => _stores.Open();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stores.Dispose();
    }
}
