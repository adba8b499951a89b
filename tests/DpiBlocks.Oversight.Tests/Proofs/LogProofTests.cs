using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Proofs;

public sealed class LogProofTests : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose() => _key.Dispose();

    // The form of github.com/transparency-dev/formats at 0b850f1a, proof/tlog_proof_test.go, with its inputs.
    [Theory]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 5\nrNTdlmwuE2wUQR4YpBtEEYkl1ZDGf4gm5BuqG8fmIPo=\n\ntest checkpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\nrNTdlmwuE2wUQR4YpBtEEYkl1ZDGf4gm5BuqG8fmIPo=\n\ncheckpoint data\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra \nindex 0\n\ncheckpoint\n")]
    public void It_is_read_and_written(string text)
    {
        LogProof.TryParse(Encoding.UTF8.GetBytes(text), out var proof, out _).Should().BeTrue();
        Encoding.UTF8.GetString(proof!.ToUtf8()).Should().Be(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex -1\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nextra ZXh0\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra ZXh0cm\nindex 0\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nrNTd\n\ncheckpoint\n")]
    public void What_has_another_form_is_refused(string text)
    {
        LogProof.TryParse("c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n"u8.ToArray(), out _, out _).Should().BeTrue();
        LogProof.TryParse(Encoding.UTF8.GetBytes(text), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(AuditRefusalCodes.ProofMalformed);
        new LogProofVerifier(MemoryLog.VerifierOf(_key)).Verify(Encoding.UTF8.GetBytes(text), default).Refusal!.Code.Should().Be(AuditRefusalCodes.ProofMalformed);
    }

    [Fact]
    public void A_proof_has_at_most_63_hashes()
    {
        string Text(int hashes) => $"c2sp.org/tlog-proof@v1\nindex 0\n{string.Concat(Enumerable.Repeat("rNTdlmwuE2wUQR4YpBtEEYkl1ZDGf4gm5BuqG8fmIPo=\n", hashes))}\ncheckpoint\n";
        LogProof.TryParse(Encoding.UTF8.GetBytes(Text(63)), out _, out _).Should().BeTrue();
        LogProof.TryParse(Encoding.UTF8.GetBytes(Text(64)), out _, out _).Should().BeFalse();
    }

    [Fact]
    public async Task An_entry_is_proved_without_the_log()
    {
        var log = MemoryLog.Of(1_000);
        var checkpoint = await log.SignAsync(_key);
        var proof = new LogProof { Index = 300, Path = (await new LogReader(log, 1_000).ProveInclusionAsync(300))!.Path, Checkpoint = checkpoint };
        var verifier = new LogProofVerifier(MemoryLog.VerifierOf(_key));
        verifier.Verify(proof.ToUtf8(), log.Entries[300]).GetValueOrThrow().Index.Should().Be(300);

        verifier.Verify(proof.ToUtf8(), log.Entries[301]).Refusal!.Code.Should().Be(AuditRefusalCodes.ProofInvalid);
        verifier.Verify((proof with { Index = 301 }).ToUtf8(), log.Entries[300]).Refusal!.Code.Should().Be(AuditRefusalCodes.ProofInvalid);
        verifier.Verify(proof.ToUtf8(), new byte[70_000]).Refusal!.Code.Should().Be(AuditRefusalCodes.ProofInvalid);
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        verifier.Verify((proof with { Checkpoint = await log.SignAsync(other) }).ToUtf8(), log.Entries[300]).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureMissing);
    }
}
