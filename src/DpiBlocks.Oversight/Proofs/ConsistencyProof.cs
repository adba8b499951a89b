using System.Collections.Immutable;
using System.Numerics;

namespace DpiBlocks.Oversight;

/// <summary>Proves that a tree begins with an older one: that nothing was changed since, only added. Nothing in it is trusted.</summary>
/// <param name="OldSize">The number of leaves of the older tree.</param>
/// <param name="NewSize">The number of leaves of the newer tree.</param>
/// <param name="Path">The hashes, in the order of RFC 9162, 2.1.4.1.</param>
public sealed record ConsistencyProof(long OldSize, long NewSize, ImmutableArray<Digest> Path)
{
    /// <summary>Verifies it (RFC 9162, 2.1.4.2). Never throws for any content.</summary>
    /// <param name="oldRoot">The root of the older tree, from a verified checkpoint.</param>
    /// <param name="newRoot">The root of the newer tree, from a verified checkpoint.</param>
    /// <returns>Null when it is right; else <see cref="AuditRefusalCodes.ProofInvalid"/>, also for an empty older tree and for equal sizes,
    /// where nothing can be proved: equal sizes are compared by their roots.</returns>
    public Refusal? Verify(Digest oldRoot, Digest newRoot)
    {
        if (OldSize < 1 || OldSize >= NewSize || Path.IsDefaultOrEmpty)
        {
            return ProofRefusals.Sizes;
        }

        var path = BitOperations.IsPow2(OldSize) ? Path.Insert(0, oldRoot) : Path;
        var (fn, sn) = (OldSize - 1, NewSize - 1);
        for (; (fn & 1) == 1; fn >>= 1, sn >>= 1)
        {
        }

        var (oldHash, newHash) = (path[0], path[0]);
        foreach (var node in path.AsSpan()[1..])
        {
            if (sn == 0)
            {
                return ProofRefusals.Consistency;
            }

            if ((fn & 1) == 1 || fn == sn)
            {
                oldHash = MerkleTree.HashChildren(node, oldHash);
                newHash = MerkleTree.HashChildren(node, newHash);
                for (; (fn & 1) == 0 && fn != 0; fn >>= 1, sn >>= 1)
                {
                }
            }
            else
            {
                newHash = MerkleTree.HashChildren(newHash, node);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && oldHash == oldRoot && newHash == newRoot ? null : ProofRefusals.Consistency;
    }
}
