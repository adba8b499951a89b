using System.Collections.Immutable;
using DpiBlocks.Consent;

namespace DpiBlocks.Storage.Sqlite;

/// <content>What the worker that ends consents asks of all shards.</content>
public sealed partial class SqliteConsentStore
{
    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ConsentRecord>> ListEndedAsync(DateTimeOffset at, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);

        // Requested, given, active, paused: from these a way leads to expired.
        return ValueTask.FromResult(database.Scan(session =>
            Read(session.Query(Columns + " WHERE state IN (1, 3, 4, 5) AND expires_at <= $1 ORDER BY expires_at LIMIT $2", at.UtcTicks, limit))));
    }
}
