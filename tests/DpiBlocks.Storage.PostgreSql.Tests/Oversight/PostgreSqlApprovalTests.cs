using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.PostgreSql.Tests.Oversight;

public sealed class PostgreSqlApprovalTests : ApprovalContract
{
    private readonly PostgreSqlOversight _stores;

    public PostgreSqlApprovalTests(SharedServer server) => _stores = new PostgreSqlOversight(server, Time);

    protected override OversightStores Open() => _stores.Open();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stores.Dispose();
    }
}
