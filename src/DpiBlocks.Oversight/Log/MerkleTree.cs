using System.Security.Cryptography;

namespace DpiBlocks.Oversight;

/// <summary>How leaves and nodes are hashed (RFC 6962, 2.1; RFC 9162, 2.1.1). A leaf can never be taken for a node: their first bytes differ.</summary>
public static class MerkleTree
{
    /// <summary>The length of a hash in bytes.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>The longest entry, in bytes: its length is written in two (C2SP tlog-tiles, log entries).</summary>
    public const int MaxEntryLength = ushort.MaxValue;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>Gets the root of a tree without leaves: the hash of nothing.</summary>
    public static Digest EmptyRoot { get; } = Digest.Of([]);

    /// <summary>Hashes a leaf.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>SHA-256 of 0x00 and the entry.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The entry is longer than 65,535 bytes.</exception>
    public static Digest HashLeaf(ReadOnlySpan<byte> entry)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, MaxEntryLength);
        Span<byte> small = stackalloc byte[256];
        var buffer = entry.Length < small.Length ? small[..(entry.Length + 1)] : new byte[entry.Length + 1];
        buffer[0] = LeafPrefix;
        entry.CopyTo(buffer[1..]);
        return Digest.Of(buffer);
    }

    /// <summary>Hashes a node.</summary>
    /// <param name="left">Its left child.</param>
    /// <param name="right">Its right child.</param>
    /// <returns>SHA-256 of 0x01 and both.</returns>
    public static Digest HashChildren(Digest left, Digest right)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * HashLength)];
        buffer[0] = NodePrefix;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + HashLength)..]);
        return Digest.Of(buffer);
    }

    /// <summary>Hashes the complete tree over some neighbouring nodes, whose number is a power of two.</summary>
    internal static Digest HashComplete(ReadOnlySpan<byte> nodes)
    {
        if (nodes.Length == HashLength)
        {
            return new Digest(nodes);
        }

        Span<byte> level = stackalloc byte[Tile.FullLength / 2];
        HashPairs(nodes, level);
        for (var length = nodes.Length / 2; length > HashLength; length /= 2)
        {
            HashPairs(level[..length], level);
        }

        return new Digest(level[..HashLength]);
    }

    private static void HashPairs(ReadOnlySpan<byte> nodes, Span<byte> parents)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * HashLength)];
        buffer[0] = NodePrefix;
        for (var at = 0; at < nodes.Length; at += 2 * HashLength)
        {
            nodes.Slice(at, 2 * HashLength).CopyTo(buffer[1..]);      // copied first: a parent may be written where a child was read
            SHA256.HashData(buffer, parents.Slice(at / 2, HashLength));
        }
    }
}
