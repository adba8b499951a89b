using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Checkpoints;

public sealed class CheckpointVerifierTests : IDisposable
{
    private readonly SigningKey _log = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _first = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _second = SigningKey.Generate(SignatureAlgorithm.MlDsa44);
    private readonly SigningKey _third = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly FakeTimeProvider _clock = MemoryLog.Clock();

    public void Dispose()
    {
        _log.Dispose();
        _first.Dispose();
        _second.Dispose();
        _third.Dispose();
    }

    [Fact]
    public async Task A_checkpoint_needs_the_signature_of_its_log()
    {
        var note = await MemoryLog.Of(5).SignAsync(_log);
        var verdict = MemoryLog.VerifierOf(_log).Verify(note);
        verdict.Grade.Should().Be(Grade.Accepted);
        verdict.Checks.Select(check => check.Name).Should().Equal("checkpoint", "checkpoint_signature", "checkpoint_witnesses");
        verdict.GetValueOrThrow().WitnessedAt.Should().BeNull();

        MemoryLog.VerifierOf(_third).Verify(note).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureMissing);
        MemoryLog.VerifierOf(_log).Verify(await MemoryLog.Of(5).SignAsync(_log, "log.example.gov/other")).Refusal!.Code.Should().Be(AuditRefusalCodes.OriginUnknown);
        MemoryLog.VerifierOf(_log).Verify("text\n\n— log rwz+eBzmZQ==\n"u8.ToArray()).Refusal!.Code.Should().Be(AuditRefusalCodes.CheckpointMalformed);
        MemoryLog.VerifierOf(_log).Verify("text"u8.ToArray()).Refusal!.Code.Should().Be(AuditRefusalCodes.NoteMalformed);
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(note.Span).Replace("\n5\n", "\n6\n", StringComparison.Ordinal));
        MemoryLog.VerifierOf(_log).Verify(changed).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureInvalid);
    }

    [Fact]
    public async Task A_log_may_sign_against_quantum_computers()
    {
        var signer = new CheckpointSigner(MemoryLog.Origin, _second, _clock);
        var note = (await signer.SignAsync(0, MerkleTree.EmptyRoot)).ToUtf8();
        new CheckpointVerifier(MemoryLog.Origin, [signer.Key], WitnessPolicy.None, _clock).Verify(note).IsAccepted.Should().BeTrue();
        NoteKey.TryParse(signer.Key.ToString(), out var key, out _).Should().BeTrue();
        (key!.Name, key.Kind, key.KeyId, key.Key.Thumbprint).Should().Be((signer.Key.Name, signer.Key.Kind, signer.Key.KeyId, signer.Key.Key.Thumbprint));
    }

    [Fact]
    public async Task As_many_witnesses_as_demanded_must_have_seen_it()
    {
        var note = await NoteAsync();
        var (one, two) = (await SeenAsync("w/1", _first, note), await SeenAsync("w/2", _second, note));
        Verify(2, Note(note, one, two)).GetValueOrThrow().WitnessedAt.Should().Be(MemoryLog.Now);
        Verify(1, Note(note, one)).IsAccepted.Should().BeTrue();
        Verify(2, Note(note, one)).Refusal!.Code.Should().Be(AuditRefusalCodes.WitnessesMissing);
        Verify(1, note).Refusal!.Code.Should().Be(AuditRefusalCodes.WitnessesMissing);
    }

    [Fact]
    public async Task A_witness_counts_once()
    {
        var note = await NoteAsync();
        var one = await SeenAsync("w/1", _first, note);
        Verify(2, Note(note, one, one)).Refusal!.Code.Should().Be(AuditRefusalCodes.WitnessesMissing);

        // Nor does it count twice with two keys, nor under two names with one key.
        var policy = new WitnessPolicy(2, KeyOf("w/1", _first), KeyOf("w/1", _second), KeyOf("w/3", _third));
        var twice = Note(note, one, await SeenAsync("w/1", _second, note));
        MemoryLog.VerifierOf(_log, policy).Verify(twice.ToUtf8()).Refusal!.Code.Should().Be(AuditRefusalCodes.WitnessesMissing);
        FluentActions.Invoking(() => new WitnessPolicy(2, KeyOf("w/1", _first), KeyOf("w/2", _first))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task A_cosignature_that_is_not_the_witnesses_spoils_the_note()
    {
        var note = await NoteAsync();
        var one = await SeenAsync("w/1", _first, note);
        var stranger = await SeenAsync("w/9", _third, note);
        Verify(1, Note(note, one, stranger)).IsAccepted.Should().BeTrue();      // of whom nothing is known: ignored
        var forged = one with { Value = one.Value.ToArray().Select((value, place) => place == 7 ? (byte)(value ^ 1) : value).ToArray() };
        Verify(1, Note(note, forged)).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureInvalid);
        Verify(1, Note(note, one with { Value = one.Value[..8] })).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureInvalid);
        Verify(1, Note(note, one with { Value = new byte[72] })).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureInvalid);

        // Over another checkpoint.
        Verify(1, Note(await NoteAsync(6), one)).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureInvalid);
    }

    [Fact]
    public async Task A_witness_of_the_future_does_not_count()
    {
        var note = await NoteAsync();
        _clock.Advance(TimeSpan.FromSeconds(60));
        Verify(1, Note(note, await SeenAsync("w/1", _first, note))).IsAccepted.Should().BeTrue();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Verify(1, Note(note, await SeenAsync("w/1", _first, note))).Refusal!.Code.Should().Be(AuditRefusalCodes.WitnessesMissing);
    }

    [Fact]
    public void Trust_that_makes_no_sense_is_refused_at_once()
    {
        var key = NoteKey.Create(MemoryLog.Origin, _log.VerificationKey, NoteSignatureKind.Ed25519);
        FluentActions.Invoking(() => new WitnessPolicy(0, KeyOf("w/1", _first))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new WitnessPolicy(2, KeyOf("w/1", _first))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new WitnessPolicy(1, key)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new CheckpointVerifier(MemoryLog.Origin, [], WitnessPolicy.None, _clock)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new CheckpointVerifier(MemoryLog.Origin, [key], new WitnessPolicy(1, KeyOf("w/1", _log)), _clock)).Should().Throw<ArgumentException>();
    }

    private static NoteKey KeyOf(string name, SigningKey key) =>
        NoteKey.Create(name, key.VerificationKey, key.Algorithm == SignatureAlgorithm.Ed25519 ? NoteSignatureKind.CosignatureV1 : NoteSignatureKind.MlDsa44);

    private Verification<VerifiedCheckpoint> Verify(int required, SignedNote note) =>
        MemoryLog.VerifierOf(_log, new WitnessPolicy(required, KeyOf("w/1", _first), KeyOf("w/2", _second))).Verify(note.ToUtf8());

    private async Task<SignedNote> NoteAsync(int size = 5)
    {
        SignedNote.TryParse((await MemoryLog.Of(size).SignAsync(_log)).Span, out var note, out _).Should().BeTrue();
        return note!;
    }

    private async Task<NoteSignature> SeenAsync(string name, SigningKey key, SignedNote note)
    {
        Checkpoint.TryParse(note.Text, out var checkpoint, out _).Should().BeTrue();
        return await Cosignature.SignAsync(KeyOf(name, key), key, checkpoint!, _clock.GetUtcNow(), default);
    }

    private static SignedNote Note(SignedNote note, params NoteSignature[] witnesses) => note with { Signatures = [.. note.Signatures, .. witnesses] };
}
