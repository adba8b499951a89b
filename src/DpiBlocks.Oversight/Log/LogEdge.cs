using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>The right edge of a growing tree: its last tile on each level. All that is needed to append a leaf.</summary>
internal sealed class LogEdge
{
    private readonly List<Level> _levels = [];
    private readonly Dictionary<Tile, ReadOnlyMemory<byte>> _full = [];
    private readonly ArrayBufferWriter<byte> _entries = new();

    /// <summary>The number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Reads the edge of a tree.</summary>
    /// <returns>The edge, or null when a tile of it is missing.</returns>
    public static async ValueTask<LogEdge?> LoadAsync(ITileSource tiles, long size, CancellationToken cancellationToken)
    {
        var edge = new LogEdge { Size = size };
        for (var level = 0; size >> (8 * level) > 0; level++)
        {
            var nodes = size >> (8 * level);
            var tile = new Tile(level, nodes / Tile.FullWidth);
            var width = tile.WidthIn(size);
            if (width > 0)
            {
                if (await ReadAsync(tiles, tile, width, cancellationToken) is not { } hashes)
                {
                    return null;
                }

                hashes.CopyTo(edge.At(level).Hashes);
            }

            edge.At(level).Count = width;
            edge.At(level).Index = tile.Index;
        }

        var bundle = new Tile(Tile.EntriesLevel, size / Tile.FullWidth);
        if (bundle.WidthIn(size) > 0)
        {
            if (await ReadAsync(tiles, bundle, bundle.WidthIn(size), cancellationToken) is not { } content)
            {
                return null;
            }

            edge._entries.Write(content.Span);
        }

        return edge;
    }

    /// <summary>Appends a leaf.</summary>
    public void Append(ReadOnlySpan<byte> entry)
    {
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)entry.Length);
        _entries.Write(length);
        _entries.Write(entry);
        Append(0, MerkleTree.HashLeaf(entry));
        Size++;
        if (Size % Tile.FullWidth == 0)
        {
            _full[new Tile(Tile.EntriesLevel, (Size / Tile.FullWidth) - 1)] = _entries.WrittenSpan.ToArray();
            _entries.ResetWrittenCount();
        }
    }

    /// <summary>Gives the tiles that were filled since the edge was read, and those at the edge: what must be written.</summary>
    public ImmutableArray<TileContent> Changes()
    {
        var changes = ImmutableArray.CreateBuilder<TileContent>();
        changes.AddRange(_full.Select(full => new TileContent(full.Key, full.Value)));
        for (var level = 0; level < _levels.Count; level++)
        {
            if (_levels[level] is { Count: > 0 } edge)
            {
                changes.Add(new TileContent(new Tile(level, edge.Index), edge.Hashes.AsMemory(0, edge.Count * MerkleTree.HashLength)));
            }
        }

        if (_entries.WrittenCount > 0)
        {
            changes.Add(new TileContent(new Tile(Tile.EntriesLevel, Size / Tile.FullWidth), _entries.WrittenSpan.ToArray()));
        }

        return changes.ToImmutable();
    }

    private void Append(int level, Digest hash)
    {
        var edge = At(level);
        hash.CopyTo(edge.Hashes.AsSpan(edge.Count * MerkleTree.HashLength));
        edge.Count++;
        if (edge.Count == Tile.FullWidth)
        {
            _full[new Tile(level, edge.Index)] = edge.Hashes.ToArray();
            edge.Count = 0;
            edge.Index++;
            Append(level + 1, MerkleTree.HashComplete(edge.Hashes));
        }
    }

    private Level At(int level)
    {
        while (_levels.Count <= level)
        {
            _levels.Add(new Level());
        }

        return _levels[level];
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(ITileSource tiles, Tile tile, int width, CancellationToken cancellationToken) =>
        await tiles.ReadAsync(tile, width, cancellationToken) is { } read ? tile.Cut(read, width) : default;

    private sealed class Level
    {
        public byte[] Hashes { get; } = new byte[Tile.FullLength];

        public int Count { get; set; }

        public long Index { get; set; }
    }
}
