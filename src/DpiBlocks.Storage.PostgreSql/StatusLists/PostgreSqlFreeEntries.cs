using System.Security.Cryptography;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>The entries of one list that nobody has yet: a Fisher-Yates shuffle, of which only what moved is written down.</summary>
/// <remarks>
/// The free entries stand on the places 0 to n - 1. Entry e stands on place e, unless a row of <c>status_free</c> says what stands there.
/// Taking one moves the last one to its place. So a draw is uniform over what is left, touches four rows at most however few are left,
/// and needs no key by which the order of issuance could be worked out.
/// </remarks>
internal sealed class PostgreSqlFreeEntries(PostgreSqlSession session, ShardKey shard, CancellationToken cancellationToken)
{
    private readonly byte[] _shard = shard.ToByteArray();

    /// <summary>Draws one by chance and takes it.</summary>
    /// <returns>The entry, or null when there is none, or no such list.</returns>
    public async ValueTask<long?> DrawAsync()
    {
        var count = await CountAsync();
        if (count == 0)
        {
            return null;
        }

        long place = RandomNumberGenerator.GetInt32((int)count);
        var entry = await EntryAtAsync(place);
        await TakeAsync(place, count);
        return entry;
    }

    /// <summary>Takes a certain one.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>Whether it was free.</returns>
    public async ValueTask<bool> TryTakeAsync(long entry)
    {
        var count = await CountAsync();
        var moved = await session.NumberAsync("SELECT place FROM status_free WHERE shard = $1 AND entry = $2", [_shard, entry], cancellationToken);
        if ((moved ?? (entry >= 0 && entry < count && await EntryAtAsync(entry) == entry ? entry : null)) is not { } place)
        {
            return false;
        }

        await TakeAsync(place, count);
        return true;
    }

    private async ValueTask<long> CountAsync() =>
        await session.NumberAsync("SELECT free FROM status_list WHERE shard = $1", [_shard], cancellationToken) ?? 0;

    private async ValueTask<long> EntryAtAsync(long place) =>
        await session.NumberAsync("SELECT entry FROM status_free WHERE shard = $1 AND place = $2", [_shard, place], cancellationToken) ?? place;

    private async ValueTask TakeAsync(long place, long count)
    {
        var last = count - 1;
        var moved = await EntryAtAsync(last);
        var statements = new List<(string, object[])> { ("DELETE FROM status_free WHERE shard = $1 AND place IN ($2, $3)", [_shard, place, last]) };
        if (place != last && moved != place)
        {
            statements.Add(("INSERT INTO status_free (shard, place, entry) VALUES ($1, $2, $3)", [_shard, place, moved]));
        }

        statements.Add(("UPDATE status_list SET free = $2 WHERE shard = $1", [_shard, last]));
        await session.SendAsync(statements, cancellationToken);
    }
}
