using System.Text;
using BenchmarkDotNet.Attributes;
using DpiBlocks.Credentials;
using DpiBlocks.Credentials.Hcert;

namespace DpiBlocks.Benchmarks;

/// <summary>A health certificate, from the text of its QR code to the verdict. Target: at most 1.3 times a bare signature check.</summary>
[MemoryDiagnoser]
public class HcertBenchmarks
{
    private const string Claims = """
        {"ver":"1.3.0","nam":{"fn":"Example","fnt":"EXAMPLE","gn":"Ada","gnt":"ADA"},"dob":"1980-02-01","v":[{"tg":"840539006",
        "vp":"1119349007","mp":"EU/1/20/1528","ma":"ORG-100030215","dn":2,"sd":2,"dt":"2021-05-29","co":"EE","is":"Ministry",
        "ci":"URN:UVCI:01:EE:187/37512422923"}]}
        """;

    private static readonly VerificationRequest Request = new();

    private readonly World _world = new();
    private CredentialVerifier _verifier = null!;
    private (byte[] Hash, byte[] Signature) _floor;
    private byte[] _text = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _verifier = _world.CreateVerifier();
        _floor = _world.Floor();
        var text = await new HcertIssuer(_world.Signer, "EE", TimeProvider.System).IssueAsync(Encoding.UTF8.GetBytes(Claims), World.Now.AddYears(1));
        _text = Encoding.ASCII.GetBytes(text);
        World.Prove(await Verify() && BareVerifyHash());
        World.Prove(!(await _verifier.VerifyAsync(_text.AsMemory()[..^3], Request)).IsAccepted);
    }

    [Benchmark(Baseline = true)]
    public bool BareVerifyHash() => _world.Bare.VerifyHash(_floor.Hash, _floor.Signature);

    [Benchmark]
    public async ValueTask<bool> Verify() => (await _verifier.VerifyAsync(_text, Request)).IsAccepted;
}
