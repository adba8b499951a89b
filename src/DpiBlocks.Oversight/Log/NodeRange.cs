using System.Collections.Immutable;
using System.Numerics;

namespace DpiBlocks.Oversight;

/// <summary>The leaves under one node of a tree, from the first to before the last: what a proof is made of.</summary>
internal readonly record struct NodeRange(long Start, long End)
{
    public long Length => End - Start;

    /// <summary>Whether every leaf that such a node can have is there; only such nodes are kept in tiles.</summary>
    public bool IsComplete => BitOperations.IsPow2(Length);

    /// <summary>Where the node parts: the largest power of two smaller than its number of leaves (RFC 9162, 2.1.1).</summary>
    public long Middle => Start + (1L << BitOperations.Log2((ulong)(Length - 1)));

    /// <summary>The nodes of an inclusion proof, from the leaf's neighbour to the root's child (RFC 9162, 2.1.3.1).</summary>
    public static ImmutableArray<NodeRange> OfInclusion(long index, long size)
    {
        var nodes = ImmutableArray.CreateBuilder<NodeRange>();
        for (var node = new NodeRange(0, size); node.Length > 1;)
        {
            var (left, right) = (new NodeRange(node.Start, node.Middle), new NodeRange(node.Middle, node.End));
            (node, var other) = index < node.Middle ? (left, right) : (right, left);
            nodes.Add(other);
        }

        nodes.Reverse();
        return nodes.ToImmutable();
    }

    /// <summary>The nodes of a consistency proof (RFC 9162, 2.1.4.1).</summary>
    public static ImmutableArray<NodeRange> OfConsistency(long oldSize, long newSize)
    {
        var nodes = ImmutableArray.CreateBuilder<NodeRange>();
        var node = new NodeRange(0, newSize);
        while (node.End != oldSize)
        {
            var (left, right) = (new NodeRange(node.Start, node.Middle), new NodeRange(node.Middle, node.End));
            (node, var other) = oldSize <= node.Middle ? (left, right) : (right, left);
            nodes.Add(other);
        }

        if (node.Start > 0)
        {
            nodes.Add(node);      // else it is the old tree itself, whose root the verifier has
        }

        nodes.Reverse();
        return nodes.ToImmutable();
    }
}
