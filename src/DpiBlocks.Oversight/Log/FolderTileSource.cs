namespace DpiBlocks.Oversight;

/// <summary>Reads a log from a folder in which its files lie as they are published (C2SP tlog-tiles): <c>checkpoint</c>, <c>tile/…</c>.</summary>
/// <param name="folder">The folder.</param>
public sealed class FolderTileSource(string folder) : ITileSource
{
    /// <summary>The name of the file that holds the newest checkpoint.</summary>
    public const string CheckpointFile = "checkpoint";

    private const int MaxBytes = Tile.FullWidth * (sizeof(ushort) + MerkleTree.MaxEntryLength);

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(Tile tile, int width, CancellationToken cancellationToken = default)
    {
        // A partial tile may have been removed once the full one was there.
        ReadOnlySpan<int> widths = width == Tile.FullWidth ? [width] : [width, Tile.FullWidth];
        foreach (var candidate in widths.ToArray())
        {
            var file = new FileInfo(Path.Combine(folder, tile.ToPath(candidate)));
            if (file is { Exists: true, Length: <= MaxBytes })
            {
                return await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            }
        }

        return null;
    }
}
