using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>Proves that a tree has a leaf at a place. Nothing in it is trusted.</summary>
/// <param name="Index">The index of the leaf, from 0.</param>
/// <param name="Size">The number of leaves of the tree.</param>
/// <param name="Path">The hashes, from the leaf's neighbour to the root's child.</param>
public sealed record InclusionProof(long Index, long Size, ImmutableArray<Digest> Path)
{
    /// <summary>Verifies it (RFC 9162, 2.1.3.2). Never throws for any content.</summary>
    /// <param name="leaf">The hash of the leaf.</param>
    /// <param name="root">The root of the tree, from a verified checkpoint.</param>
    /// <returns>Null when it is right; else <see cref="AuditRefusalCodes.ProofInvalid"/>.</returns>
    public Refusal? Verify(Digest leaf, Digest root)
    {
        if (Index < 0 || Index >= Size || Path.IsDefault)
        {
            return ProofRefusals.Sizes;
        }

        var (fn, sn, hash) = (Index, Size - 1, leaf);
        foreach (var neighbour in Path)
        {
            if (sn == 0)
            {
                return ProofRefusals.Inclusion;
            }

            if ((fn & 1) == 1 || fn == sn)
            {
                hash = MerkleTree.HashChildren(neighbour, hash);
                for (; (fn & 1) == 0 && fn != 0; fn >>= 1, sn >>= 1)
                {
                }
            }
            else
            {
                hash = MerkleTree.HashChildren(hash, neighbour);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && hash == root ? null : ProofRefusals.Inclusion;
    }
}
