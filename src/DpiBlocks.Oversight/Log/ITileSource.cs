namespace DpiBlocks.Oversight;

/// <summary>Where the pieces of a log are read: a store, a folder. What it gives is not trusted.</summary>
public interface ITileSource
{
    /// <summary>Reads a tile.</summary>
    /// <param name="tile">Which.</param>
    /// <param name="width">How many hashes, or entries, are needed: 1 to 256. A wider one may be given.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Its bytes as published, or null when it is not there.</returns>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(Tile tile, int width, CancellationToken cancellationToken = default);
}
