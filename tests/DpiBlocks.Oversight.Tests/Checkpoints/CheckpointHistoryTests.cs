using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Checkpoints;

public sealed class CheckpointHistoryTests : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose() => _key.Dispose();

    [Fact]
    [Attack("STO-08")]
    public async Task A_log_that_was_turned_back_is_found_by_whoever_kept_a_checkpoint()
    {
        var (snapshot, kept) = (await VerifiedAsync(MemoryLog.Of(700)), await VerifiedAsync(MemoryLog.Of(1_000)));
        var check = CheckpointHistory.Compare(kept, snapshot, null);
        (check.Outcome, check.Reason!.Code).Should().Be((CheckOutcome.Failed, AuditRefusalCodes.Rollback));
        (await CheckpointHistory.CompareAsync(kept, snapshot, MemoryLog.Of(700))).Reason!.Code.Should().Be("audit.rollback");
        (await CheckpointHistory.CompareAsync(snapshot, kept, MemoryLog.Of(1_000))).Outcome.Should().Be(CheckOutcome.Passed);
    }

    [Fact]
    [Attack("STO-09")]
    public async Task Two_faces_of_a_log_are_found_by_whoever_has_seen_both()
    {
        var other = MemoryLog.Of(1_000, index => index == 500 ? "another" : $"entry {index}");
        var (one, two) = (await VerifiedAsync(MemoryLog.Of(1_000)), await VerifiedAsync(other));
        CheckpointHistory.Compare(one, two, null).Reason!.Code.Should().Be("audit.fork");
        CheckpointHistory.Compare(one, await VerifiedAsync(MemoryLog.Of(1_000)), null).Outcome.Should().Be(CheckOutcome.Passed);

        // Where one face has grown, its own tiles betray it.
        other.Append(1);
        (await CheckpointHistory.CompareAsync(one, await VerifiedAsync(other), other)).Reason!.Code.Should().Be("audit.fork");
        (await CheckpointHistory.CompareAsync(two, await VerifiedAsync(other), other)).Outcome.Should().Be(CheckOutcome.Passed);
    }

    [Fact]
    public async Task A_proof_shows_that_the_log_only_grew()
    {
        var log = MemoryLog.Of(1_000);
        var (old, now) = (await VerifiedAsync(MemoryLog.Of(700)), await VerifiedAsync(log));
        var proof = (await new LogReader(log, 1_000).ProveConsistencyAsync(700))!;
        CheckpointHistory.Compare(old, now, proof).Outcome.Should().Be(CheckOutcome.Passed);
        CheckpointHistory.Compare(old, now, proof with { Path = proof.Path.RemoveAt(0) }).Reason!.Code.Should().Be(AuditRefusalCodes.ProofInvalid);
        CheckpointHistory.Compare(old, now, proof with { OldSize = 699 }).Reason!.Code.Should().Be(AuditRefusalCodes.ProofInvalid);
        CheckpointHistory.Compare(old, now, null).Outcome.Should().Be(CheckOutcome.NotChecked);
        CheckpointHistory.Compare(await VerifiedAsync(new MemoryLog()), now, null).Outcome.Should().Be(CheckOutcome.Passed);
    }

    [Fact]
    public async Task Tiles_that_are_missing_or_not_the_signed_ones_prove_nothing()
    {
        var log = MemoryLog.Of(1_000);
        var (old, now) = (await VerifiedAsync(MemoryLog.Of(700)), await VerifiedAsync(log));
        (await CheckpointHistory.CompareAsync(old, now, log)).Outcome.Should().Be(CheckOutcome.Passed);
        log.Tiles[new Tile(0, 2)][0] ^= 1;
        (await CheckpointHistory.CompareAsync(old, now, log)).Reason!.Code.Should().Be(AuditRefusalCodes.EntryInvalid);
        log.Tiles.Remove(new Tile(0, 2));
        var check = await CheckpointHistory.CompareAsync(old, now, log);
        (check.Outcome, check.Reason!.Code).Should().Be((CheckOutcome.NotChecked, AuditRefusalCodes.TileMissing));
    }

    [Fact]
    public async Task Different_logs_have_no_history_in_common()
    {
        var key = NoteKey.Create("other", _key.VerificationKey, NoteSignatureKind.Ed25519);
        var other = new CheckpointVerifier("other", [key], WitnessPolicy.None, MemoryLog.Clock()).Verify(await MemoryLog.Of(5).SignAsync(_key, "other")).GetValueOrThrow();
        CheckpointHistory.Compare(await VerifiedAsync(MemoryLog.Of(5)), other, null).Reason!.Code.Should().Be(AuditRefusalCodes.OriginUnknown);
    }

    private async Task<VerifiedCheckpoint> VerifiedAsync(MemoryLog log) => MemoryLog.VerifierOf(_key).Verify(await log.SignAsync(_key)).GetValueOrThrow();
}
