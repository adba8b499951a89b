using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Witnesses;

public sealed class WitnessTests : IDisposable
{
    private static readonly TenantId Tenant = TenantId.Parse("t");

    private readonly SigningKey _log = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly InMemoryWitnessStore _store = new();

    public void Dispose()
    {
        _log.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task A_log_that_grows_is_seen()
    {
        var witness = NewWitness();
        var log = MemoryLog.Of(700);
        var first = await AskAsync(witness, log, 0);
        first.Status.Should().Be(200);
        log.Append(300);
        var answer = await AskAsync(witness, log, 700);
        answer.Status.Should().Be(200);

        // What it answers, put below the checkpoint, is what a client demands.
        byte[] seen = [.. (await log.SignAsync(_log)).Span, .. answer.Body.Span];
        var verdict = MemoryLog.VerifierOf(_log, new WitnessPolicy(1, witness.Key)).Verify(seen);
        verdict.GetValueOrThrow().WitnessedAt.Should().Be(MemoryLog.Now);
        (await AskAsync(witness, log, 1_000)).Status.Should().Be(200);      // again, unchanged: with a newer time
    }

    [Fact]
    [Attack("STO-08")]
    public async Task A_log_that_was_turned_back_is_not_signed()
    {
        var witness = NewWitness();
        (await AskAsync(witness, MemoryLog.Of(1_000), 0)).Status.Should().Be(200);
        var rolledBack = await AskAsync(witness, MemoryLog.Of(700), 1_000);
        (rolledBack.Status, rolledBack.Refusal!.Code).Should().Be((400, "audit.rollback"));

        // Nor when it pretends that the witness has seen less.
        var pretended = await AskAsync(witness, MemoryLog.Of(700), 0);
        (pretended.Status, pretended.Refusal!.Code).Should().Be((409, AuditRefusalCodes.WitnessConflict));
        Encoding.ASCII.GetString(pretended.Body.Span).Should().Be("1000\n");
        pretended.ContentType.Should().Be("text/x.tlog.size");
    }

    [Fact]
    [Attack("STO-09")]
    public async Task A_second_face_of_a_log_is_not_signed()
    {
        var witness = NewWitness();
        (await AskAsync(witness, MemoryLog.Of(1_000), 0)).Status.Should().Be(200);
        var other = MemoryLog.Of(1_000, index => index == 500 ? "another" : $"entry {index}");
        var forked = await AskAsync(witness, other, 1_000);
        (forked.Status, forked.Refusal!.Code).Should().Be((422, "audit.fork"));
        other.Append(1);
        var grown = await AskAsync(witness, other, 1_000);
        (grown.Status, grown.Refusal!.Code).Should().Be((422, AuditRefusalCodes.ProofInvalid));
        (await AskAsync(witness, MemoryLog.Of(1_001), 1_000)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Of_two_at_once_one_is_signed()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => AskAsync(NewWitness(), MemoryLog.Of(700 + i), 0))));
        answers.Count(answer => answer.Status == 200).Should().Be(1);
        answers.Count(answer => answer.Status == 409).Should().Be(15);
    }

    [Fact]
    public async Task What_is_not_a_request_of_a_known_log_is_refused()
    {
        var witness = NewWitness();
        var log = MemoryLog.Of(5);
        (await AskAsync(witness, log, 0, "log.example.gov/other")).Status.Should().Be(404);
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var unsigned = await witness.AddCheckpointAsync(new AddCheckpointRequest(0, [], await log.SignAsync(stranger)).ToUtf8());
        (unsigned!.Status, unsigned.Refusal!.Code).Should().Be((403, AuditRefusalCodes.SignatureMissing));
        var proof = await witness.AddCheckpointAsync(new AddCheckpointRequest(0, [log.Root], await log.SignAsync(_log)).ToUtf8());
        (proof!.Status, proof.Refusal!.Code).Should().Be((422, AuditRefusalCodes.ProofInvalid));
        (await AskAsync(witness, log, 0)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0\n")]
    [InlineData("old 00\n\nlog\n")]
    [InlineData("old -1\n\nlog\n")]
    [InlineData("new 0\n\nlog\n")]
    [InlineData("old 0\nrNTd\n\nlog\n")]
    public async Task A_malformed_request_is_refused(string body)
    {
        var answer = await NewWitness().AddCheckpointAsync(Encoding.UTF8.GetBytes(body));
        (answer!.Status, answer.Refusal!.Code).Should().Be((400, AuditRefusalCodes.RequestMalformed));
    }

    // The requests and answers of github.com/FiloSottile/torchwood at 341dc2f0, cmd/litewitness/testdata/litewitness.txt, in their order.
    [Fact]
    public async Task It_answers_as_a_published_witness_does()
    {
        const string origin = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
        const string leaf1 = "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        const string leaf2 = "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        const string leaf4 = "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        const string one = "1\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— {0} UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=\n";
        const string three = "3\nRcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=\n\n— {0} UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=\n";
        const string five = "5\nQrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=\n\n— {0} UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=\n";
        VerificationKeys.TryFromEd25519(Convert.FromHexString("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"), out var key, out _).Should().BeTrue();
        var logs = new[] { new WitnessedLog(origin, [NoteKey.Create(origin, key!, NoteSignatureKind.Ed25519)]) };
        var witness = new Witness("example.com/witness", _key, Tenant, _store, logs, MemoryLog.Clock());

        async Task<WitnessAnswer> Ask(string head, string checkpoint, string name = origin) =>
            (await witness.AddCheckpointAsync(Encoding.UTF8.GetBytes($"{head}\n{name}\n{checkpoint.Replace("{0}", name, StringComparison.Ordinal)}")))!;

        (await Ask("old 0\n", one)).Status.Should().Be(200);
        (await Ask($"old 1\n{leaf1}\n{leaf2}\n", three.Replace("x6go=", "x6gw=", StringComparison.Ordinal))).Status.Should().Be(403);      // there x6gx=, whose last bits are not zero
        (await Ask($"old 1\n{leaf1}\n{leaf2}\n", three, origin[..^1] + "3")).Status.Should().Be(404);      // there 403, which the specification has since changed
        (await Ask("old 1\n", three)).Status.Should().Be(422);
        (await Ask($"old 1\n{leaf1}\nKgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABA=\n", three)).Status.Should().Be(422);
        (await Ask($"old 1\n{leaf1}\n{leaf2}\n", three)).Status.Should().Be(200);
        var behind = await Ask($"old 1\n{leaf1}\n+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=\n{leaf4}\n", five);
        (behind.Status, Encoding.ASCII.GetString(behind.Body.Span)).Should().Be((409, "3\n"));
        var seen = await Ask($"old 3\n{leaf2}\nKgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nwgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=\n{leaf4}\n", five);
        seen.Status.Should().Be(200);
        Encoding.UTF8.GetString(seen.Body.Span).Should().StartWith("— example.com/witness ");
        (await Ask("old 0\n", five)).Status.Should().Be(409);
    }

    private Witness NewWitness() => new(
        "witness.example/w1", _key, Tenant, _store, [new WitnessedLog(MemoryLog.Origin, [NoteKey.Create(MemoryLog.Origin, _log.VerificationKey, NoteSignatureKind.Ed25519)])], MemoryLog.Clock());

    private async Task<WitnessAnswer> AskAsync(Witness witness, MemoryLog log, long old, string origin = MemoryLog.Origin)
    {
        var proof = old > 0 && old < log.Size ? (await new LogReader(log, log.Size).ProveConsistencyAsync(old))!.Path : [];
        return (await witness.AddCheckpointAsync(new AddCheckpointRequest(old, proof, await log.SignAsync(_log, origin)).ToUtf8()))!;
    }
}
