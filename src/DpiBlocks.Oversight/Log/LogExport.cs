namespace DpiBlocks.Oversight;

/// <summary>Writes a log into a folder as it is published (C2SP tlog-tiles), for any tlog client to read, from a disk or behind any web server.</summary>
public static class LogExport
{
    /// <summary>Writes what the checkpoint speaks of. What lies there already and never changes is left alone, so that it can be repeated as the log grows.</summary>
    /// <param name="tiles">The log.</param>
    /// <param name="note">Its checkpoint, written last: whoever reads it finds all that it speaks of.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Gives up between two files.</param>
    /// <returns>Null when it is done; else <c>audit.note_malformed</c>, <c>audit.checkpoint_malformed</c> or <c>audit.tile_missing</c>.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async ValueTask<Refusal?> WriteAsync(
        ITileSource tiles, ReadOnlyMemory<byte> note, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!SignedNote.TryParse(note.Span, out var read, out var refusal) || !Checkpoint.TryParse(read.Text, out var checkpoint, out refusal))
        {
            return refusal;
        }

        for (var level = Tile.EntriesLevel; level <= Tile.MaxLevel; level++)
        {
            for (var tile = new Tile(level, 0); tile.WidthIn(checkpoint.Size) is > 0 and var width; tile = tile with { Index = tile.Index + 1 })
            {
                var path = Path.Combine(folder, tile.ToPath(width));
                if (File.Exists(path))
                {
                    continue;
                }

                if (await tiles.ReadAsync(tile, width, cancellationToken) is not { } content || tile.Cut(content, width) is not { } cut)
                {
                    return new Refusal(AuditRefusalCodes.TileMissing, "A part of the log that its checkpoint demands is missing.");
                }

                await WriteAsync(path, cut, cancellationToken);
            }
        }

        await WriteAsync(Path.Combine(folder, FolderTileSource.CheckpointFile), note, cancellationToken);
        return null;
    }

    // Written beside it first, so that nobody ever reads half a file.
    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = path + ".new";
        await File.WriteAllBytesAsync(beside, content, cancellationToken);
        File.Move(beside, path, overwrite: true);
    }
}
