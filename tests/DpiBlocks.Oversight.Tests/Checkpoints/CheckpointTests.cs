using System.Text;

namespace DpiBlocks.Oversight.Tests.Checkpoints;

public sealed class CheckpointTests
{
    // The checkpoint of Go's checksum database, and its key, which every Go installation knows; as published in
    // github.com/FiloSottile/torchwood at 341dc2f0, cmd/litewitness/testdata/sumdb.txt.
    private const string SumDbKey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    private const string SumDb = "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n"
        + "— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n";

    private const string Text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    [Fact]
    public void The_checkpoint_of_a_running_log_verifies()
    {
        NoteKey.TryParse(SumDbKey, out var key, out _).Should().BeTrue();
        var verifier = new CheckpointVerifier("go.sum database tree", [key!], WitnessPolicy.None, MemoryLog.Clock());
        var verdict = verifier.Verify(Encoding.UTF8.GetBytes(SumDb));
        verdict.IsAccepted.Should().BeTrue();
        verdict.GetValueOrThrow().Checkpoint.Size.Should().Be(35_225_469);
        verifier.Verify(Encoding.UTF8.GetBytes(SumDb.Replace("35225469", "35225470", StringComparison.Ordinal))).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureInvalid);
    }

    // The checkpoint of C2SP tlog-checkpoint.
    [Fact]
    public void The_example_of_the_specification_is_read_and_written()
    {
        Checkpoint.TryParse(Text, out var checkpoint, out _).Should().BeTrue();
        checkpoint!.Origin.Should().Be("example.com/behind-the-sofa");
        checkpoint.Size.Should().Be(20_852_163);
        checkpoint.ToText().Should().Be(Text);
        Checkpoint.TryParse(Text + "an extension\n", out checkpoint, out _).Should().BeTrue();
        checkpoint!.Extensions.Should().Equal("an extension");
        checkpoint.ToText().Should().Be(Text + "an extension\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("log\n1\n")]
    [InlineData("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")]
    [InlineData("\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("log\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("log\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("log\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("log\n 1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("log\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("log\nbananas\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("log\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("log\n1\nYmFuYW5hcw==\n")]
    [InlineData("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData("log\n1\nThisIsn'tBase64\n")]
    [InlineData("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nmore\n")]
    public void What_has_another_form_is_refused(string text)
    {
        Checkpoint.TryParse("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", out _, out _).Should().BeTrue();
        Checkpoint.TryParse(text, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(AuditRefusalCodes.CheckpointMalformed);
    }

    [Fact]
    public void The_empty_tree_has_its_own_root()
    {
        Checkpoint.TryParse("log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", out var checkpoint, out _).Should().BeTrue();
        checkpoint!.Root.Should().Be(MerkleTree.EmptyRoot);
    }
}
