using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Oversight;

/// <summary>Writes a log into a folder as it is published (C2SP tlog-tiles), for any tlog client to read, from a disk or behind any web server.</summary>
public static class LogExport
{
    private const int MaxNote = 1024 * 1024;

    private static readonly Refusal Missing = new(AuditRefusalCodes.TileMissing, "A part of the log that its checkpoint demands is missing.");

    private static readonly Refusal Other = new(AuditRefusalCodes.Fork, "In the folder lies another log than the one that is exported.");

    /// <summary>
    /// Writes what the checkpoint speaks of. It can be repeated as the log grows: what lies there already is compared, and never written over, but for
    /// the checkpoint.
    /// </summary>
    /// <param name="tiles">The log.</param>
    /// <param name="note">Its checkpoint, written last: whoever reads it finds all that it speaks of.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Gives up between two files.</param>
    /// <returns>
    /// Null when it is done; else <c>audit.note_malformed</c>, <c>audit.checkpoint_malformed</c>, <c>audit.tile_missing</c>, <c>audit.rollback</c> when the
    /// folder's checkpoint is of a larger log, or <c>audit.fork</c> when what lies in the folder is not part of this one.
    /// </returns>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static async ValueTask<Refusal?> WriteAsync(
        ITileSource tiles, ReadOnlyMemory<byte> note, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var last = Path.Combine(folder, FolderTileSource.CheckpointFile);
        if (!TryRead(note, out var checkpoint, out var refusal)
            || (refusal = await FindObjectionAsync(last, tiles, checkpoint, cancellationToken)) is not null)
        {
            return refusal;
        }

        for (var level = Tile.EntriesLevel; level <= Tile.MaxLevel; level++)
        {
            for (var tile = new Tile(level, 0); tile.WidthIn(checkpoint.Size) is > 0 and var width; tile = tile with { Index = tile.Index + 1 })
            {
                if (await tiles.ReadAsync(tile, width, cancellationToken) is not { } content || tile.Cut(content, width) is not { } cut)
                {
                    return Missing;
                }

                var path = Path.Combine(folder, tile.ToPath(width));
                if (!File.Exists(path))
                {
                    await WriteAsync(path, cut, cancellationToken);
                }
                else if (new FileInfo(path).Length != cut.Length || !CryptographicOperations.FixedTimeEquals(await File.ReadAllBytesAsync(path, cancellationToken), cut.Span))
                {
                    return Other;
                }
            }
        }

        await WriteAsync(last, note, cancellationToken);
        return null;
    }

    // What the folder has shown must be part of what it will show.
    private static async ValueTask<Refusal?> FindObjectionAsync(string path, ITileSource tiles, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (new FileInfo(path).Length > MaxNote || !TryRead(await File.ReadAllBytesAsync(path, cancellationToken), out var shown, out _))
        {
            return Other;
        }

        return shown.Origin != checkpoint.Origin ? Other
            : shown.Size > checkpoint.Size ? new Refusal(AuditRefusalCodes.Rollback, "In the folder lies more of the log than is exported.")
            : await new LogReader(tiles, checkpoint.Size).ComputeRootAsync(shown.Size, cancellationToken) is not { } root ? Missing
            : root == shown.Root ? null : Other;
    }

    private static bool TryRead(ReadOnlyMemory<byte> note, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out Refusal? refusal)
    {
        checkpoint = null;
        return SignedNote.TryParse(note.Span, out var read, out refusal) && Checkpoint.TryParse(read.Text, out checkpoint, out refusal);
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
