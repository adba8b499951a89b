namespace DpiBlocks.Oversight.Tests.Log;

/// <summary>
/// The hashes that implementations of RFC 6962 agree upon, as published in the tests of github.com/transparency-dev/merkle at 417fb0c3
/// (rfc6962/rfc6962_test.go and testonly/constants.go), which took them from those of Certificate Transparency.
/// </summary>
public sealed class MerkleTreeTests
{
    public static readonly string[] Inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    public static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void The_empty_tree_is_the_hash_of_nothing() => MerkleTree.EmptyRoot.Should().Be(Hash(Roots[0]));

    [Theory]
    [InlineData("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData("4c313233343536", "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")]
    public void A_leaf_is_hashed_as_published(string entry, string hash) => MerkleTree.HashLeaf(Convert.FromHexString(entry)).Should().Be(Hash(hash));

    [Fact]
    public async Task Every_root_is_as_published()
    {
        var log = new MemoryLog();
        for (var size = 0; ; size++)
        {
            log.Root.Should().Be(Hash(Roots[size]));
            (await new LogReader(log, size).ComputeRootAsync()).Should().Be(Hash(Roots[size]));
            if (size == Inputs.Length)
            {
                break;
            }

            log = Of(size + 1);
        }
    }

    // "A leaf is hashed otherwise than a node": the two children of a node, shown as an entry, have another hash.
    [Fact]
    [Attack("STO-11")]
    public async Task A_node_cannot_be_passed_off_as_a_leaf()
    {
        var log = Of(4);
        var (left, right) = (MerkleTree.HashLeaf(log.Entries[0]), MerkleTree.HashLeaf(log.Entries[1]));
        var forged = new byte[64];
        left.CopyTo(forged);
        right.CopyTo(forged.AsSpan(32));
        var upper = (await new LogReader(log, 4).ProveInclusionAsync(0))!.Path[1..];

        // In a tree that hashed both alike, the node would be a leaf of a tree of two.
        new InclusionProof(0, 2, upper).Verify(MerkleTree.HashChildren(left, right), log.Root).Should().BeNull();
        new InclusionProof(0, 2, upper).Verify(MerkleTree.HashLeaf(forged), log.Root)!.Code.Should().Be(AuditRefusalCodes.ProofInvalid);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_535)]
    public void Long_entries_are_hashed_whole(int length)
    {
        var entry = new byte[length];
        MerkleTree.HashLeaf(entry).Should().Be(Digest.Of(new byte[length + 1]));      // 0x00 and so many zeroes
        FluentActions.Invoking(() => MerkleTree.HashLeaf(new byte[65_536])).Should().Throw<ArgumentOutOfRangeException>();
    }

    internal static MemoryLog Of(int size)
    {
        var log = new MemoryLog();
        foreach (var input in Inputs.Take(size))
        {
            log.AppendEntry(Convert.FromHexString(input));
        }

        return log;
    }

    internal static Digest Hash(string hex) => new(Convert.FromHexString(hex));
}
