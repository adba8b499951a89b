using System.Text;
using BenchmarkDotNet.Attributes;
using DpiBlocks.Cryptography.Jose;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DpiBlocks.Benchmarks;

/// <summary>A JWS of ES256, beside two other libraries. Target: not slower than the faster of them, with less allocated.</summary>
[MemoryDiagnoser]
public class JwsBenchmarks
{
    private const string Payload = """{"iss":"https://issuer.example","sub":"somebody","iat":1700000000,"name":"Ada Example","address":{"city":"London"}}""";

    private readonly World _world = new();
    private readonly JwsProfile _profile = JwsProfile.Of("example+jwt");
    private readonly JsonWebTokenHandler _handler = new();
    private TokenValidationParameters _parameters = null!;
    private byte[] _utf8 = null!;
    private string _text = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _utf8 = await Jws.SignAsync(_world.Signer, JwsSigningHeader.Of("example+jwt"), Encoding.UTF8.GetBytes(Payload));
        _text = Encoding.ASCII.GetString(_utf8);
        _parameters = new TokenValidationParameters
        {
            IssuerSigningKey = new ECDsaSecurityKey(_world.Bare) { KeyId = "issuer-1" },
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        };
        World.Prove(DpiBlocks() == Payload.Length && JoseJwt() == Payload.Length && await IdentityModel());

        // One letter of the signature changed: all three refuse.
        var last = _utf8[^10];
        _utf8[^10] = last == (byte)'A' ? (byte)'B' : (byte)'A';
        _text = Encoding.ASCII.GetString(_utf8);
        World.Prove(DpiBlocks() < 0 && !await IdentityModel());
        try
        {
            JoseJwt();
            World.Prove(false);
        }
        catch (Jose.IntegrityException)
        {
        }

        _utf8[^10] = last;
        _text = Encoding.ASCII.GetString(_utf8);
    }

    [Benchmark(Baseline = true)]
    public int DpiBlocks() =>
        Jws.TryParse(_utf8, _profile, out var jws, out _)
            && _world.Signer.VerificationKey.Verify(jws.Header.Algorithm, jws.SigningInput.Span, jws.Signature.Span)
            ? jws.Payload.Length
            : -1;

    [Benchmark]
    public int JoseJwt() => Jose.JWT.DecodeBytes(_text, _world.Bare, Jose.JwsAlgorithm.ES256).Length;

    [Benchmark]
    public async Task<bool> IdentityModel() => (await _handler.ValidateTokenAsync(_text, _parameters)).IsValid;
}
