using DpiBlocks.Storage.Contract;

namespace DpiBlocks.Storage.PostgreSql.Tests.Consent;

public sealed class PostgreSqlConsentStoreTests(SharedServer server) : ConsentStoreContract
{
    private readonly PostgreSqlConsents _stores = new(server);

    protected override ConsentStores Open(TimeProvider time) => _stores.Open(time);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stores.Dispose();
    }
}
