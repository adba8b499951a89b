using System.Collections.Immutable;
using DpiBlocks.Oversight.Tests.Log;

namespace DpiBlocks.Oversight.Tests.Proofs;

/// <summary>
/// The proofs and the ways to spoil them are those of the published test data of github.com/transparency-dev/merkle at 417fb0c3
/// (testdata/consistency/4, testdata/inclusion/3, and both "additional"); the sizes 6 and 7 are of the tree of <see cref="MerkleTreeTests"/>.
/// </summary>
public sealed class ProofTests
{
    private static readonly Digest Root6 = MerkleTreeTests.Hash(MerkleTreeTests.Roots[6]);
    private static readonly Digest Root7 = MerkleTreeTests.Hash(MerkleTreeTests.Roots[7]);
    private static readonly Digest Other = Digest.Of("other"u8);

    private static readonly ImmutableArray<Digest> Path =
    [
        Hash("DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o="),
        Hash("sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8="),
        Hash("037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc="),
    ];

    [Fact]
    public async Task The_published_consistency_proof_is_made_and_verified()
    {
        new ConsistencyProof(6, 7, Path).Verify(Root6, Root7).Should().BeNull();
        (await new LogReader(MerkleTreeTests.Of(7), 7).ProveConsistencyAsync(6))!.Path.AsEnumerable().Should().Equal(Path);
    }

    public static TheoryData<string, long, long, Digest, Digest, ImmutableArray<Digest>> Spoilt => new()
    {
        { "no node", 6, 7, Root6, Root7, [] },
        { "a node at the front", 6, 7, Root6, Root7, Path.Insert(0, Other) },
        { "the older root at the front", 6, 7, Root6, Root7, Path.Insert(0, Root6) },
        { "the newer root at the front", 6, 7, Root6, Root7, Path.Insert(0, Root7) },
        { "the first node twice", 6, 7, Root6, Root7, Path.Insert(0, Path[0]) },
        { "a node at the end", 6, 7, Root6, Root7, Path.Add(Other) },
        { "the older root at the end", 6, 7, Root6, Root7, Path.Add(Root6) },
        { "the newer root at the end", 6, 7, Root6, Root7, Path.Add(Root7) },
        { "without the last", 6, 7, Root6, Root7, Path.RemoveAt(2) },
        { "without the first", 6, 7, Root6, Root7, Path.RemoveAt(0) },
        { "without the middle", 6, 7, Root6, Root7, Path.RemoveAt(1) },
        { "two changed places", 6, 7, Root6, Root7, [Path[1], Path[0], Path[2]] },
        { "the other two changed places", 6, 7, Root6, Root7, [Path[0], Path[2], Path[1]] },
        { "another first node", 6, 7, Root6, Root7, Path.SetItem(0, Other) },
        { "another middle node", 6, 7, Root6, Root7, Path.SetItem(1, Other) },
        { "another last node", 6, 7, Root6, Root7, Path.SetItem(2, Other) },
        { "another older root", 6, 7, Other, Root7, Path },
        { "another newer root", 6, 7, Root6, Other, Path },
        { "roots that changed places", 6, 7, Root7, Root6, Path },
        { "a smaller older size", 5, 7, Root6, Root7, Path },
        { "an older size that is a power of two", 4, 7, Root6, Root7, Path },
        { "a newer size twice as large", 6, 14, Root6, Root7, Path },
        { "m = n", 7, 7, Root7, Root7, [] },
        { "m = n with a node", 7, 7, Root7, Root7, [Root7] },
        { "m > n", 7, 6, Root7, Root6, Path },
        { "size 0", 0, 7, MerkleTree.EmptyRoot, Root7, [] },
        { "size 0 with a node", 0, 7, MerkleTree.EmptyRoot, Root7, [Root7] },
        { "both sizes 0", 0, 0, MerkleTree.EmptyRoot, MerkleTree.EmptyRoot, [] },
        { "a size below 0", -1, 7, Root6, Root7, Path },
        { "the largest sizes", long.MaxValue - 1, long.MaxValue, Root6, Root7, Path },
        { "no path at all", 6, 7, Root6, Root7, default },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    [Attack("STO-10")]
    public void A_consistency_proof_with_one_defect_is_refused(string defect, long old, long size, Digest oldRoot, Digest root, ImmutableArray<Digest> path)
    {
        new ConsistencyProof(6, 7, Path).Verify(Root6, Root7).Should().BeNull();
        new ConsistencyProof(old, size, path).Verify(oldRoot, root)!.Code.Should().Be("audit.proof_invalid", defect);
    }

    [Fact]
    public void An_inclusion_proof_with_one_defect_is_refused()
    {
        var root3 = MerkleTreeTests.Hash(MerkleTreeTests.Roots[3]);
        var leaf = Hash("ApjRIpBtz8EIkstTpzmS/FufST6kybrbJ7eRtBJ6f+c=");
        var node = Hash("+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=");
        new InclusionProof(2, 3, [node]).Verify(leaf, root3).Should().BeNull();

        Refused(new InclusionProof(0, 3, [node]), leaf, root3);
        Refused(new InclusionProof(1, 3, [node]), leaf, root3);
        Refused(new InclusionProof(3, 3, [node]), leaf, root3);
        Refused(new InclusionProof(-1, 3, [node]), leaf, root3);
        Refused(new InclusionProof(2, 1, [node]), leaf, root3);
        Refused(new InclusionProof(2, 6, [node]), leaf, root3);
        Refused(new InclusionProof(2, 3, []), leaf, root3);
        Refused(new InclusionProof(2, 3, [node, node]), leaf, root3);
        Refused(new InclusionProof(2, 3, [root3, node]), leaf, root3);
        Refused(new InclusionProof(2, 3, [node, root3]), leaf, root3);
        Refused(new InclusionProof(2, 3, [Other]), leaf, root3);
        Refused(new InclusionProof(2, 3, [node]), Other, root3);
        Refused(new InclusionProof(2, 3, [node]), leaf, MerkleTree.EmptyRoot);
        Refused(new InclusionProof(2, 3, default), leaf, root3);
        Refused(new InclusionProof(0, 0, []), MerkleTree.EmptyRoot, MerkleTree.EmptyRoot);
        new InclusionProof(0, 1, []).Verify(leaf, leaf).Should().BeNull();
        Refused(new InclusionProof(0, 1, [leaf]), leaf, leaf);
    }

    private static void Refused(InclusionProof proof, Digest leaf, Digest root) => proof.Verify(leaf, root)!.Code.Should().Be("audit.proof_invalid");

    private static Digest Hash(string base64) => new(Convert.FromBase64String(base64));
}
