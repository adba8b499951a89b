using System.Security.Cryptography;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>The entries of one list that nobody has yet: a Fisher-Yates shuffle, of which only what moved is written down.</summary>
/// <remarks>
/// The free entries stand on the places 0 to n - 1. Entry e stands on place e, unless a row of <c>status_free</c> says what stands there.
/// Taking one moves the last one to its place. So a draw is uniform over what is left, touches four rows at most however few are left,
/// and needs no key by which the order of issuance could be worked out.
/// </remarks>
internal readonly ref struct SqliteFreeEntries(SqliteSession session, ShardKey shard)
{
    private readonly byte[] _shard = shard.ToByteArray();

    /// <summary>Draws one by chance and takes it.</summary>
    /// <returns>The entry, or null when there is none, or no such list.</returns>
    public long? Draw()
    {
        var count = Count();
        if (count == 0)
        {
            return null;
        }

        var place = RandomNumberGenerator.GetInt32((int)count);
        var entry = EntryAt(place);
        Take(place, count);
        return entry;
    }

    /// <summary>Takes a certain one.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>Whether it was free.</returns>
    public bool TryTake(long entry)
    {
        var count = Count();
        if ((session.Number("SELECT place FROM status_free WHERE shard = $1 AND entry = $2", _shard, entry)
            ?? (entry >= 0 && entry < count && EntryAt(entry) == entry ? entry : null)) is not { } place)
        {
            return false;
        }

        Take(place, count);
        return true;
    }

    private long Count() => session.Number("SELECT free FROM status_list WHERE shard = $1", _shard) ?? 0;

    private long EntryAt(long place) => session.Number("SELECT entry FROM status_free WHERE shard = $1 AND place = $2", _shard, place) ?? place;

    private void Take(long place, long count)
    {
        var last = count - 1;
        var moved = EntryAt(last);
        session.Execute("DELETE FROM status_free WHERE shard = $1 AND place IN ($2, $3)", _shard, place, last);
        if (place != last && moved != place)
        {
            session.Execute("INSERT INTO status_free (shard, place, entry) VALUES ($1, $2, $3)", _shard, place, moved);
        }

        session.Execute("UPDATE status_list SET free = $2 WHERE shard = $1", _shard, last);
    }
}
