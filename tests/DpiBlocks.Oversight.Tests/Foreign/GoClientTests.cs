using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Foreign;

/// <summary>What other clients make of our logs, proofs and cosignatures.</summary>
public sealed class GoClientTests(GoClient client) : IClassFixture<GoClient>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _witnessKey = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose()
    {
        _folder.Dispose();
        _key.Dispose();
        _witnessKey.Dispose();
    }

    [Fact]
    public async Task A_log_its_cosignature_and_its_proofs_are_verified_by_a_client_that_is_not_ours()
    {
        var witness = await WriteAsync();
        (await VerifyAsync(witness)).Should().Be((true, "600 entries"));

        // One defect each; the place is a byte that no reader skips.
        foreach (var (file, place) in ((string, int)[])
            [("tile/0/001", 100), ("tile/0/002.p/88", 0), ("tile/1/000.p/2", 40), ("tile/entries/001", 20), ("checkpoint", 30), ("old", 30)])
        {
            await WithDefectAsync(file, bytes => bytes[place] ^= 1, witness);
        }

        // The last letters of the lines of hashes and signatures that carry whole bytes.
        await WithDefectAsync("checkpoint", bytes => Swap(bytes, bytes.Length - 10), witness);      // of the cosignature
        await WithDefectAsync("proof", bytes => Swap(bytes, bytes.AsSpan().IndexOf("\n\n"u8) - 10), witness);
        await WithDefectAsync("growth", bytes => Swap(bytes, bytes.AsSpan().IndexOf("\n\n"u8) - 10), witness);
        (await VerifyAsync(witness)).Accepted.Should().BeTrue();
    }

    private async Task<Witness> WriteAsync()
    {
        var log = MemoryLog.Of(300);
        var old = await log.SignAsync(_key);
        log.Append(300);
        var newest = await log.SignAsync(_key);
        var witness = new Witness(
            "witness.example/w1", _witnessKey, TenantId.Parse("t"), new InMemoryWitnessStore(), [new WitnessedLog(MemoryLog.Origin, [LogKey])], MemoryLog.Clock());
        var answer = await witness.AddCheckpointAsync(new AddCheckpointRequest(0, [], newest).ToUtf8());
        answer!.Refusal.Should().BeNull();
        (await LogExport.WriteAsync(log, (byte[])[.. newest.Span, .. answer.Body.Span], _folder.PathOf("."))).Should().BeNull();

        var reader = new LogReader(log, log.Size);
        var proof = new LogProof { Index = 299, Path = (await reader.ProveInclusionAsync(299))!.Path, Checkpoint = newest };
        await File.WriteAllBytesAsync(_folder.PathOf("old"), old.ToArray());
        await File.WriteAllBytesAsync(_folder.PathOf("proof"), proof.ToUtf8());
        await File.WriteAllBytesAsync(_folder.PathOf("growth"), new AddCheckpointRequest(300, (await reader.ProveConsistencyAsync(300))!.Path, newest).ToUtf8());
        return witness;
    }

    private NoteKey LogKey => NoteKey.Create(MemoryLog.Origin, _key.VerificationKey, NoteSignatureKind.Ed25519);

    private Task<(bool Accepted, string Output)> VerifyAsync(Witness witness) => client.VerifyAsync(_folder.PathOf("."), LogKey, witness.Key);

    private async Task WithDefectAsync(string file, Action<byte[]> spoil, Witness witness)
    {
        var good = await File.ReadAllBytesAsync(_folder.PathOf(file));
        var bad = good.ToArray();
        spoil(bad);
        await File.WriteAllBytesAsync(_folder.PathOf(file), bad);
        (await VerifyAsync(witness)).Accepted.Should().BeFalse(file);
        await File.WriteAllBytesAsync(_folder.PathOf(file), good);
    }

    private static void Swap(byte[] base64, int place) => base64[place] = base64[place] == (byte)'A' ? (byte)'B' : (byte)'A';
}
