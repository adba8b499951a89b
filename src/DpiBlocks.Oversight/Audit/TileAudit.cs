using System.Buffers.Binary;
using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>Goes through the tiles and entries of a log, each vouched for by the tile above it, the uppermost by the checkpoint.</summary>
internal sealed class TileAudit(ITileSource tiles, Checkpoint checkpoint)
{
    // The tile of each level that was vouched for last; one way down the tree is all that is needed at a time.
    private readonly Dictionary<int, (long Index, ReadOnlyMemory<byte> Hashes)> _vouched = [];

    /// <summary>Compares the root over the right edge of the tiles with the checkpoint's.</summary>
    /// <param name="earlier">Checkpoints by which the place of a difference is narrowed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The first index that nothing vouches for, or null.</returns>
    public async ValueTask<(long Index, bool Missing)?> FindBadTreeAsync(ImmutableArray<Checkpoint> earlier, CancellationToken cancellationToken)
    {
        var reader = new LogReader(tiles, checkpoint.Size);
        var root = await reader.ComputeRootAsync(cancellationToken: cancellationToken);
        if (root == checkpoint.Root)
        {
            return null;
        }

        var good = 0L;
        foreach (var old in earlier.Where(old => old.Size > 0 && old.Size < checkpoint.Size))
        {
            good = Math.Max(good, await reader.ComputeRootAsync(old.Size, cancellationToken) == old.Root ? old.Size : 0);
        }

        return root is null && await FindMissingAsync(cancellationToken) is { } missing ? (Math.Max(good, missing), true) : (good, false);
    }

    /// <summary>Compares every entry with its leaf.</summary>
    /// <returns>The index of the first that differs or is missing, or null.</returns>
    public async ValueTask<(long Index, bool Missing)?> FindBadEntryAsync(CancellationToken cancellationToken)
    {
        for (var start = 0L; start < checkpoint.Size; start += Tile.FullWidth)
        {
            var leaves = new Tile(0, start / Tile.FullWidth);
            if (await VouchAsync(leaves, cancellationToken) is { } badTile)
            {
                return badTile;
            }

            var width = leaves.WidthIn(checkpoint.Size);
            var entries = await tiles.ReadAsync(leaves with { Level = Tile.EntriesLevel }, width, cancellationToken);
            if (FindBad((entries ?? default).Span, _vouched[0].Hashes.Span, width) is { } bad)
            {
                return (start + bad.Place, bad.Missing);
            }
        }

        return null;
    }

    // Reads a tile and compares it with its hash in the tile above, which is vouched for first. A tile of the right edge is part of the root.
    private async ValueTask<(long Index, bool Missing)?> VouchAsync(Tile tile, CancellationToken cancellationToken)
    {
        if (_vouched.TryGetValue(tile.Level, out var known) && known.Index == tile.Index)
        {
            return null;
        }

        var first = tile.Index << (8 * (tile.Level + 1));
        var width = tile.WidthIn(checkpoint.Size);
        if (await tiles.ReadAsync(tile, width, cancellationToken) is not { } read || tile.Cut(read, width) is not { } hashes)
        {
            return (first, true);
        }

        if (width == Tile.FullWidth)
        {
            var above = new Tile(tile.Level + 1, tile.Index / Tile.FullWidth);
            if (await VouchAsync(above, cancellationToken) is { } bad)
            {
                return bad;
            }

            var place = (int)(tile.Index % Tile.FullWidth) * MerkleTree.HashLength;
            if (MerkleTree.HashComplete(hashes.Span) != new Digest(_vouched[above.Level].Hashes.Span.Slice(place, MerkleTree.HashLength)))
            {
                return (first, false);
            }
        }

        _vouched[tile.Level] = (tile.Index, hashes);
        return null;
    }

    private static (int Place, bool Missing)? FindBad(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> leaves, int width)
    {
        for (var i = 0; i < width; i++)
        {
            if (entries.Length < sizeof(ushort) || entries.Length < sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(entries))
            {
                return (i, true);
            }

            var entry = entries.Slice(sizeof(ushort), BinaryPrimitives.ReadUInt16BigEndian(entries));
            if (MerkleTree.HashLeaf(entry) != new Digest(leaves.Slice(i * MerkleTree.HashLength, MerkleTree.HashLength)))
            {
                return (i, false);
            }

            entries = entries[(sizeof(ushort) + entry.Length)..];
        }

        return null;
    }

    // Of the tiles on the right edge, which is where the root is made, the one that begins first.
    private async ValueTask<long?> FindMissingAsync(CancellationToken cancellationToken)
    {
        for (var level = Tile.MaxLevel; level >= 0; level--)
        {
            var nodes = checkpoint.Size >> (8 * level);
            if (nodes == 0)
            {
                continue;
            }

            var tile = new Tile(level, (nodes - 1) / Tile.FullWidth);
            var width = tile.WidthIn(checkpoint.Size);
            if (await tiles.ReadAsync(tile, width, cancellationToken) is not { } read || tile.Cut(read, width) is null)
            {
                return tile.Index << (8 * (level + 1));
            }
        }

        return null;
    }
}
