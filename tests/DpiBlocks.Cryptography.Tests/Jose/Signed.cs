using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using DpiBlocks.Cryptography.Jose;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Cryptography.Tests.Jose;

/// <summary>Tokens written by hand, rightly signed, so that one defect can be put into them; and a verifier that knows their issuer.</summary>
internal static class Signed
{
    public const string Issuer = "https://issuer.example";
    public const string Audience = "https://verifier.example";
    public const string Header = """{"alg":"ES256","typ":"test+jwt","kid":"key-1"}""";
    public const string Payload = """{"iss":"https://issuer.example","aud":"https://verifier.example","exp":1800000300,"iat":1800000000}""";

    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    public static readonly SigningKey Key = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("key-1"));
    public static readonly JwtRequirements Requirements = new()
    {
        Profile = JwsProfile.Of("test+jwt"),
        Audience = Audience,
        Act = TrustAct.Request,
        Matter = "test",
    };

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Token(string header = Header, string payload = Payload, ISigner? key = null) => Token(header, Bytes(payload), key);

    public static string Token(string header, byte[] payload, ISigner? key = null) =>
        OfParts(Base64Url.EncodeToString(Bytes(header)), Base64Url.EncodeToString(payload), key);

    public static string OfParts(string header, string payload, ISigner? key = null)
    {
        var signature = (key ?? Key).SignAsync(Bytes($"{header}.{payload}")).AsTask().GetAwaiter().GetResult();
        return $"{header}.{payload}.{Base64Url.EncodeToString(signature)}";
    }

    public static JwtVerifier Verifier(params (VerificationKey Key, string? KeyId, string Owner)[] keys) =>
        Verifier(new KnownKeys(keys.Length > 0 ? keys : [(Key.VerificationKey, "key-1", Issuer)]));

    public static JwtVerifier Verifier(IKeyResolver keys, DateTimeOffset? at = null) =>
        new(keys, new Trusting(), VerdictPolicy.Strict, new FakeTimeProvider(at ?? Now));

    public static async Task<Refusal?> RefusalOf(string token, JwtRequirements? requirements = null, JwtVerifier? verifier = null) =>
        (await (verifier ?? Verifier()).VerifyAsync(Bytes(token), requirements ?? Requirements)).Refusal;

    public static async Task<string?> CodeOf(string token, JwtRequirements? requirements = null, JwtVerifier? verifier = null) =>
        (await RefusalOf(token, requirements, verifier))?.Code;

    public static Task<string?> CodeOf(string token, JwsProfile profile) => CodeOf(token, Requirements with { Profile = profile });

    /// <summary>Knows keys by key id; one without is found for every reference.</summary>
    internal sealed class KnownKeys(params (VerificationKey Key, string? KeyId, string Owner)[] keys) : IKeyResolver
    {
        public List<KeyReference> Asked { get; } = [];

        public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default)
        {
            Asked.Add(reference);
            var keyId = Encoding.UTF8.GetString(reference.KeyId.Span);
            ImmutableArray<ResolvedKey> found =
                [.. keys.Where(key => key.KeyId is null || key.KeyId == keyId).Select(key => new ResolvedKey(key.Key, PartyId.Parse(key.Owner)))];
            return ValueTask.FromResult(found.IsEmpty
                ? new KeyFinding([Check.Failed(string.Empty, SignatureRefusalCodes.KeyNotFound, "No such key.")], [])
                : new KeyFinding([Check.Passed(string.Empty)], found));
        }
    }

    /// <summary>Lets everybody say everything.</summary>
    internal sealed class Trusting : ITrustPolicy
    {
        public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<ImmutableArray<Check>>([Check.Passed(string.Empty)]);
    }
}
