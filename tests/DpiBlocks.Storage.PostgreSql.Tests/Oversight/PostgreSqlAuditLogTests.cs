using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.PostgreSql.Tests.Oversight;

public sealed class PostgreSqlAuditLogTests : AuditLogContract
{
    private readonly PostgreSqlOversight _stores;

    public PostgreSqlAuditLogTests(SharedServer server) => _stores = new PostgreSqlOversight(server, Time);

    protected override OversightStores Open() => _stores.Open();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stores.Dispose();
    }
}
