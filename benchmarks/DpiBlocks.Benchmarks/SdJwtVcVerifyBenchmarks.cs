using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using DpiBlocks.Credentials;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Benchmarks;

/// <summary>SD-JWT VC: 10 claims, 5 of them shown, ES256, the issuer's key known. Target: at most 1.25 times a bare signature check, at most 6 KB.</summary>
[MemoryDiagnoser]
public class SdJwtVcVerifyBenchmarks
{
    private static readonly VerificationRequest Unbound = new();

    private readonly World _world = new();
    private CredentialVerifier _verifier = null!;
    private (byte[] Hash, byte[] Signature) _floor;
    private byte[] _presentation = null!;

    internal static ReadOnlyMemory<byte> Claims { get; } = Encoding.UTF8.GetBytes(
        """{"c0":"value 0","c1":"value 1","c2":"value 2","c3":"value 3","c4":"value 4","c5":"value 5","c6":"value 6","c7":"value 7","c8":"value 8","c9":"value 9"}""");

    internal static ClaimPaths Disclosable { get; } = ClaimPaths.Parse("/c0", "/c1", "/c2", "/c3", "/c4", "/c5", "/c6", "/c7", "/c8", "/c9");

    internal static SdJwtVcContent Content(World world, Jwk? holder = null) => new()
    {
        Type = "https://issuer.example/type",
        Issuer = world.Issuer,
        Claims = Claims,
        Disclosable = Disclosable,
        Holder = holder,
        ExpiresAt = World.Now.AddYears(1),
    };

    internal static async Task<SdJwtPresentation> PresentAsync(World world, Jwk? holder = null)
    {
        var credential = await new SdJwtVcIssuer(TimeProvider.System).IssueAsync(world.Signer, Content(world, holder));
        World.Prove(CredentialReader.TryRead(credential, out var read, out _));
        World.Prove(SdJwtHolder.TryPresent((SdJwtCredential)read!, ClaimPaths.Parse("/c0", "/c2", "/c4", "/c6", "/c8"), out var presentation, out _));
        return presentation!;
    }

    [GlobalSetup]
    public async Task Setup()
    {
        _verifier = _world.CreateVerifier();
        _floor = _world.Floor();
        _presentation = (await PresentAsync(_world)).Utf8.ToArray();
        var verdict = await _verifier.VerifyAsync(_presentation, Unbound);
        World.Prove(verdict.IsAccepted && verdict.GetValueOrThrow().Claims.EnumerateObject().Count(claim => claim.Name.StartsWith('c')) == 5);
        World.Prove(BareVerifyHash());
    }

    [Benchmark(Baseline = true)]
    public bool BareVerifyHash() => _world.Bare.VerifyHash(_floor.Hash, _floor.Signature);

    [Benchmark]
    public async ValueTask<bool> Verify() => (await _verifier.VerifyAsync(_presentation, Unbound)).IsAccepted;
}

/// <summary>The same with key binding, by holders' keys that were never seen before. Target: at most 1.25 times two bare checks and one key import.</summary>
[MemoryDiagnoser]
public class SdJwtVcKeyBindingBenchmarks
{
    private const int Holders = 512;

    private static readonly VerificationRequest Bound = new() { HolderBinding = HolderBindingDemand.Required("https://verifier.example", "nonce") };

    private readonly World _world = new();
    private readonly byte[][] _presentations = new byte[Holders][];
    private readonly ECParameters[] _keys = new ECParameters[Holders];
    private CredentialVerifier _verifier = null!;
    private (byte[] Hash, byte[] Signature) _floor;
    private int _next;

    [GlobalSetup]
    public async Task Setup()
    {
        _verifier = new CredentialVerifier(
            _world, _world, status: null, VerdictPolicy.Strict, TimeProvider.System, new CredentialVerifierOptions { KeyBindingMaxAge = TimeSpan.FromHours(1) });
        _floor = _world.Floor();
        for (var i = 0; i < Holders; i++)
        {
            using var holder = SigningKey.Generate(SignatureAlgorithm.Es256);
            _presentations[i] = await (await SdJwtVcVerifyBenchmarks.PresentAsync(_world, holder.PublicJwk))
                .BindAsync(holder, "https://verifier.example", "nonce", TimeProvider.System);
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            _keys[i] = key.ExportParameters(includePrivateParameters: false);
            World.Prove((await _verifier.VerifyAsync(_presentations[i], Bound)).IsAccepted);
        }

        World.Prove(!(await _verifier.VerifyAsync(_presentations[0].AsMemory()[..^4], Bound)).IsAccepted);
    }

    [Benchmark(Baseline = true)]
    public bool TwoBareVerifyHashAndOneImport()
    {
        using var key = ECDsa.Create(_keys[_next = (_next + 1) % Holders]);
        return _world.Bare.VerifyHash(_floor.Hash, _floor.Signature) & !key.VerifyHash(_floor.Hash, _floor.Signature);
    }

    [Benchmark]
    public async ValueTask<bool> Verify() => (await _verifier.VerifyAsync(_presentations[_next = (_next + 1) % Holders], Bound)).IsAccepted;
}

/// <summary>Issuing the same credential. Target: at most 1.6 times a bare signature.</summary>
[MemoryDiagnoser]
public class SdJwtVcIssueBenchmarks
{
    private readonly World _world = new();
    private readonly SdJwtVcIssuer _issuer = new(TimeProvider.System);
    private SdJwtVcContent _content = null!;
    private byte[] _hash = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _content = SdJwtVcVerifyBenchmarks.Content(_world);
        _hash = _world.Floor().Hash;
        World.Prove((await _world.CreateVerifier().VerifyAsync(await Issue(), new VerificationRequest())).IsAccepted);
        World.Prove(_world.Bare.VerifyHash(_hash, BareSignHash()));
    }

    [Benchmark(Baseline = true)]
    public byte[] BareSignHash() => _world.Bare.SignHash(_hash);

    [Benchmark]
    public ValueTask<byte[]> Issue() => _issuer.IssueAsync(_world.Signer, _content);
}
