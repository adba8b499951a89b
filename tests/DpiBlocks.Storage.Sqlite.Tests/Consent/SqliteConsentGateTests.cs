using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.Sqlite.Tests.Consent;

public sealed class SqliteConsentGateTests : ConsentGateContract
{
    private readonly SqliteConsents _stores = new();

    protected override ConsentStores Open(TimeProvider time) => _stores.Open(time);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stores.Dispose();
    }
}
