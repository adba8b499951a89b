using System.Collections.Immutable;
using System.Numerics;

namespace DpiBlocks.Oversight;

/// <summary>Computes roots and proofs of one log from its tiles, of which it reads only those it needs.</summary>
/// <remarks>It trusts nobody's tiles and needs not: what it computes is worth what its verification against a checkpoint says. For one thread.</remarks>
/// <param name="tiles">The tiles.</param>
/// <param name="size">The number of leaves, from the checkpoint.</param>
public sealed class LogReader(ITileSource tiles, long size)
{
    private const int Remembered = 64;

    private readonly Dictionary<Tile, ReadOnlyMemory<byte>> _tiles = [];

    /// <summary>Computes the root.</summary>
    /// <param name="ofSize">Of the tree as it was when it had that many leaves; of the whole unless given.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The root, or null when a tile is missing or malformed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tree never had that size.</exception>
    public ValueTask<Digest?> ComputeRootAsync(long? ofSize = null, CancellationToken cancellationToken = default)
    {
        var leaves = ofSize ?? size;
        ArgumentOutOfRangeException.ThrowIfNegative(leaves, nameof(ofSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leaves, size, nameof(ofSize));
        return leaves == 0 ? ValueTask.FromResult<Digest?>(MerkleTree.EmptyRoot) : HashAsync(new NodeRange(0, leaves), cancellationToken);
    }

    /// <summary>Proves that the tree has a leaf.</summary>
    /// <param name="index">The index of the leaf, from 0.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The proof, or null when a tile is missing or malformed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public async ValueTask<InclusionProof?> ProveInclusionAsync(long index, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        return await HashAsync(NodeRange.OfInclusion(index, size), cancellationToken) is { } path ? new InclusionProof(index, size, path) : null;
    }

    /// <summary>Proves that the tree begins with an older one.</summary>
    /// <param name="oldSize">The number of leaves of the older one: at least 1, fewer than now.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The proof, or null when a tile is missing or malformed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There was no such tree.</exception>
    public async ValueTask<ConsistencyProof?> ProveConsistencyAsync(long oldSize, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(oldSize, size);
        return await HashAsync(NodeRange.OfConsistency(oldSize, size), cancellationToken) is { } path ? new ConsistencyProof(oldSize, size, path) : null;
    }

    private async ValueTask<ImmutableArray<Digest>?> HashAsync(ImmutableArray<NodeRange> nodes, CancellationToken cancellationToken)
    {
        var hashes = ImmutableArray.CreateBuilder<Digest>(nodes.Length);
        foreach (var node in nodes)
        {
            if (await HashAsync(node, cancellationToken) is not { } hash)
            {
                return null;
            }

            hashes.Add(hash);
        }

        return hashes.MoveToImmutable();
    }

    private async ValueTask<Digest?> HashAsync(NodeRange node, CancellationToken cancellationToken)
    {
        if (!node.IsComplete)
        {
            return await HashAsync(new NodeRange(node.Start, node.Middle), cancellationToken) is { } left
                && await HashAsync(new NodeRange(node.Middle, node.End), cancellationToken) is { } right
                ? MerkleTree.HashChildren(left, right)
                : null;
        }

        // A node of height h stands over 2^(h mod 8) hashes of a tile of level h / 8.
        var height = BitOperations.Log2((ulong)node.Length);
        var first = node.Start >> (8 * (height / 8));
        var count = 1 << (height % 8);
        var tile = new Tile(height / 8, first / Tile.FullWidth);
        return await ReadAsync(tile, cancellationToken) is { } content
            ? MerkleTree.HashComplete(content.Span.Slice((int)(first % Tile.FullWidth) * MerkleTree.HashLength, count * MerkleTree.HashLength))
            : null;
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(Tile tile, CancellationToken cancellationToken)
    {
        if (_tiles.TryGetValue(tile, out var known))
        {
            return known;
        }

        var width = tile.WidthIn(size);
        if (await tiles.ReadAsync(tile, width, cancellationToken) is not { } read || tile.Cut(read, width) is not { } content)
        {
            return null;
        }

        if (_tiles.Count == Remembered)
        {
            _tiles.Clear();
        }

        _tiles.Add(tile, content);
        return content;
    }
}
