namespace DpiBlocks.Oversight;

/// <summary>Reads the tiles of a log from its store.</summary>
/// <param name="store">The store.</param>
/// <param name="log">The log.</param>
public sealed class StoredTiles(ILogStore store, LogName log) : ITileSource
{
    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(Tile tile, int width, CancellationToken cancellationToken = default) =>
        store.ReadTileAsync(log.Shard, tile, cancellationToken);
}
