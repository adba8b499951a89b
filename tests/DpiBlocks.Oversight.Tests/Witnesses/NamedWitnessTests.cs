using System.Net;
using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Witnesses;

public sealed class NamedWitnessTests : IDisposable
{
    private readonly SigningKey _log = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose()
    {
        _log.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task A_witness_that_has_seen_something_else_is_asked_again_from_there()
    {
        var log = MemoryLog.Of(300);
        var witness = NewWitness();
        (await SeeAsync(new NamedWitness(witness, [witness.Key]), log, 0)).Should().ContainSingle();
        log.Append(400);
        (await SeeAsync(new NamedWitness(witness, [witness.Key]), log, 0)).Should().ContainSingle();      // 300, it says
        log.Append(1);
        (await SeeAsync(new NamedWitness(witness, [witness.Key]), log, 650)).Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_witness_answers_is_taken_only_when_it_is_its_own()
    {
        var log = MemoryLog.Of(300);
        var witness = NewWitness();
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        (await SeeAsync(new NamedWitness(witness, [NoteKey.Create("w", other.VerificationKey, NoteSignatureKind.CosignatureV1)]), log, 0)).Should().BeEmpty();
        foreach (var answer in (WitnessAnswer?[])
        [
            null,
            new WitnessAnswer(500, string.Empty, default),
            new WitnessAnswer(200, string.Empty, default),
            new WitnessAnswer(200, string.Empty, "nonsense\n"u8.ToArray()),
            new WitnessAnswer(409, string.Empty, "300\n"u8.ToArray()),
            new WitnessAnswer(409, string.Empty, "-1\n"u8.ToArray()),
            new WitnessAnswer(200, string.Empty, Encoding.UTF8.GetBytes("— w " + Convert.ToBase64String(new byte[76]) + "\n")),
        ])
        {
            var view = await ViewAsync(new NamedWitness(new Answering(answer), [witness.Key]), log, 0);
            view.Signatures.Should().BeEmpty();
            view.Refusal.Should().BeNull();
        }
    }

    [Fact]
    [Attack("STO-08")]
    [Attack("STO-09")]
    public async Task What_a_witness_holds_against_the_log_is_told()
    {
        var log = MemoryLog.Of(300);
        var witness = NewWitness();
        var named = new NamedWitness(witness, [witness.Key]);
        (await ViewAsync(named, log, 0)).Refusal.Should().BeNull();
        var back = await ViewAsync(named, MemoryLog.Of(299), 0);
        (back.Refusal!.Code, back.SeenSize).Should().Be((AuditRefusalCodes.Rollback, 300));
        var other = MemoryLog.Of(300, index => index == 5 ? "another" : $"entry {index}");
        (await ViewAsync(named, other, 0)).Refusal!.Code.Should().Be(AuditRefusalCodes.Fork);
        other.Append(1);
        (await ViewAsync(named, other, 0)).Refusal!.Code.Should().Be(AuditRefusalCodes.Fork);

        // Where we cannot prove it ourselves, the witness is not given cause to say so.
        log.Append(300);
        log.Tiles.Remove(new Tile(0, 1));
        (await ViewAsync(named, log, 300)).Should().Be(WitnessView.Nothing);
    }

    [Fact]
    public async Task A_witness_is_asked_over_HTTP_as_the_protocol_says()
    {
        var log = MemoryLog.Of(300);
        var witness = NewWitness();
        using var handler = new Handler(async request =>
        {
            request.RequestUri!.AbsoluteUri.Should().Be("https://witness.example/a/add-checkpoint");
            request.Method.Should().Be(HttpMethod.Post);
            var answer = (await witness.AddCheckpointAsync(await request.Content!.ReadAsByteArrayAsync()))!;
            return new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ReadOnlyMemoryContent(answer.Body) };
        });
        using var http = new HttpClient(handler);
        (await SeeAsync(new NamedWitness(new HttpWitness(http, new Uri("https://witness.example/a/")), [witness.Key]), log, 0)).Should().ContainSingle();
        log.Append(1);
        (await SeeAsync(new NamedWitness(new HttpWitness(http, new Uri("https://witness.example/a")), [witness.Key]), log, 0)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_witness_out_of_reach_or_without_end_is_none()
    {
        using var broken = new HttpClient(new Handler(_ => throw new HttpRequestException("no connection")));
        (await new HttpWitness(broken, new Uri("https://witness.example")).AddCheckpointAsync(default)).Should().BeNull();
        using var slow = new HttpClient(new Handler(_ => throw new TaskCanceledException("too slow")));
        (await new HttpWitness(slow, new Uri("https://witness.example")).AddCheckpointAsync(default)).Should().BeNull();
        using var endless = new HttpClient(new Handler(_ => Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(new byte[100_000]) })));
        (await new HttpWitness(endless, new Uri("https://witness.example")).AddCheckpointAsync(default)).Should().BeNull();
    }

    private Witness NewWitness() => new(
        "w",
        _key,
        TenantId.Parse("t"),
        new InMemoryWitnessStore(),
        [new WitnessedLog(MemoryLog.Origin, [NoteKey.Create(MemoryLog.Origin, _log.VerificationKey, NoteSignatureKind.Ed25519)])],
        MemoryLog.Clock());

    private async Task<IEnumerable<NoteSignature>> SeeAsync(NamedWitness witness, MemoryLog log, long seen) => (await ViewAsync(witness, log, seen)).Signatures;

    private async Task<WitnessView> ViewAsync(NamedWitness witness, MemoryLog log, long seen)
    {
        SignedNote.TryParse((await log.SignAsync(_log)).Span, out var note, out _).Should().BeTrue();
        return await witness.SeeAsync(note!, new LogReader(log, log.Size), seen, default);
    }

    private sealed class Answering(WitnessAnswer? answer) : IWitness
    {
        public ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default) => ValueTask.FromResult(answer);
    }

    private sealed class Handler(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request);
    }
}
