using System.Buffers.Text;
using System.Text;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwsDetachedTests
{
    private const string Body = """{"amount": 12, "to": "somebody"}""";
    private static readonly JwsProfile Profile = JwsProfile.Of("test+jwt");
    private static readonly JwsSigningHeader Header = JwsSigningHeader.Of("test+jwt");

    [Theory]
    [Attack("JWS-27")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_payload_that_travels_apart_is_bound_byte_for_byte(bool unencoded)
    {
        var jws = await Jws.SignDetachedAsync(Signed.Key, Header, Signed.Bytes(Body), unencoded);
        Encoding.ASCII.GetString(jws).Should().Contain("..");

        (await CodeOf(jws, Body, unencoded)).Should().BeNull();
        (await CodeOf(jws, Body.Replace("12", "13", StringComparison.Ordinal), unencoded)).Should().Be(SignatureRefusalCodes.Invalid);
        (await CodeOf(jws, Body.Replace(" ", "", StringComparison.Ordinal), unencoded)).Should().Be(SignatureRefusalCodes.Invalid);
        (await CodeOf(jws, Body + "\n", unencoded)).Should().Be(SignatureRefusalCodes.Invalid);
        (await CodeOf(jws, string.Empty, unencoded)).Should().Be(SignatureRefusalCodes.Invalid);
    }

    [Fact]
    [Attack("JWS-27")]
    public async Task An_attached_payload_is_refused_where_it_travels_apart_and_the_reverse_is_another_payload()
    {
        var attached = Signed.Bytes(Signed.Token(payload: Body));
        var detached = await Jws.SignDetachedAsync(Signed.Key, Header, Signed.Bytes(Body));

        Jws.TryParseDetached(attached, Signed.Bytes(Body), Profile, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.Malformed);
        Jws.TryParse(detached, Profile, out var jws, out _).Should().BeTrue();
        jws!.Payload.IsEmpty.Should().BeTrue();
        (await CodeOf(jws)).Should().Be(SignatureRefusalCodes.Invalid);
    }

    [Fact]
    public async Task The_two_together_may_not_be_longer_than_the_limit()
    {
        var body = new string('x', 64 * 1024);
        var jws = await Jws.SignDetachedAsync(Signed.Key, Header, Signed.Bytes(body));

        (await CodeOf(jws, body)).Should().Be(JoseRefusalCodes.TooLarge);
        Jws.TryParseDetached(jws, Signed.Bytes(body), Profile with { Limits = JsonLimits.Document }, out _, out _).Should().BeTrue();
    }

    [Theory]
    [Attack("JWS-09")]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":false}""", true, JoseRefusalCodes.UnencodedPayload)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":false,"crit":["exp"],"exp":1}""", true, JoseRefusalCodes.UnencodedPayload)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":false,"crit":["b64"]}""", false, JoseRefusalCodes.UnencodedPayload)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":"false","crit":["b64"]}""", true, JoseRefusalCodes.UnencodedPayload)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":0,"crit":["b64"]}""", true, JoseRefusalCodes.UnencodedPayload)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":null,"crit":["b64"]}""", true, JoseRefusalCodes.UnencodedPayload)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","crit":["b64"]}""", true, JoseRefusalCodes.CriticalInvalid)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":false,"crit":["b64"]}""", true, null)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":false,"crit":["exp","b64"],"exp":1}""", true, null)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":false,"crit":["b64","x"],"x":1}""", true, JoseRefusalCodes.CriticalUnsupported)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","crit":["x"],"x":1}""", true, JoseRefusalCodes.CriticalUnsupported)]
    public async Task An_unencoded_payload_needs_the_profile_and_crit(string header, bool allowed, string? code)
    {
        var encoded = Base64Url.EncodeToString(Signed.Bytes(header));
        var signature = Base64Url.EncodeToString(await Signed.Key.SignAsync(Signed.Bytes($"{encoded}.{Body}")));
        var profile = Profile with { AllowUnencodedPayload = allowed, UnderstoodCritical = ["exp"] };

        (await CodeOf(Signed.Bytes($"{encoded}..{signature}"), Body, profile)).Should().Be(code);
        (await CodeOf(Signed.Bytes($"{encoded}.{Body}.{signature}"), profile)).Should().Be(code);
    }

    // RFC 7797, 3: true is what is meant anyway, and need not be named in crit.
    [Theory]
    [Attack("JWS-09")]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":true}""", null)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":true,"crit":["exp"],"exp":1}""", null)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":false}""", JoseRefusalCodes.UnencodedPayload)]
    [InlineData("""{"alg":"ES256","typ":"test+jwt","b64":false,"crit":["exp"],"exp":1}""", JoseRefusalCodes.UnencodedPayload)]
    public async Task A_payload_that_says_it_is_encoded_is_a_payload_like_any_other(string header, string? code)
    {
        var profile = Profile with { AllowUnencodedPayload = true, UnderstoodCritical = ["exp"] };
        (await CodeOf(Signed.Bytes(Signed.Token(header)), profile)).Should().Be(code);
    }

    [Theory]
    [Attack("JWS-09")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("a\n")]
    [InlineData("é")]
    [InlineData("\u007f")]
    public async Task An_unencoded_payload_inside_the_compact_form_is_printable_and_has_no_dot(string payload)
    {
        var encoded = Base64Url.EncodeToString("""{"alg":"ES256","typ":"test+jwt","b64":false,"crit":["b64"]}"""u8);
        var profile = Profile with { AllowUnencodedPayload = true };
        async Task<byte[]> Of(string text) => Signed.Bytes(
            $"{encoded}.{text}.{Base64Url.EncodeToString(await Signed.Key.SignAsync(Signed.Bytes($"{encoded}.{text}")))}");

        (await CodeOf(await Of("$12 ~"), profile)).Should().BeNull();
        (await CodeOf(await Of(payload), profile)).Should().Be(JoseRefusalCodes.UnencodedPayload);

        // Apart, it may be anything (RFC 7797, 5.1).
        var detached = await Jws.SignDetachedAsync(Signed.Key, Header, Signed.Bytes(payload), isPayloadUnencoded: true);
        (await CodeOf(detached, payload, profile)).Should().BeNull();
    }

    [Fact]
    [Attack("JWS-09")]
    public async Task A_JWT_is_never_unencoded()
    {
        // RFC 7797, 7; the payload has no dot in it so that nothing else stands against it.
        var payload = """{"iss":"me","exp":1800000300,"aud":"you"}""";
        var encoded = Base64Url.EncodeToString("""{"alg":"ES256","typ":"test+jwt","kid":"key-1","b64":false,"crit":["b64"]}"""u8);
        var token = $"{encoded}.{payload}.{Base64Url.EncodeToString(await Signed.Key.SignAsync(Signed.Bytes($"{encoded}.{payload}")))}";
        var demands = Signed.Requirements with { Audience = "you", Profile = Profile with { AllowUnencodedPayload = true } };
        var verifier = Signed.Verifier((Signed.Key.VerificationKey, "key-1", "me"));

        (await Signed.CodeOf(Signed.Token(payload: payload), demands, verifier)).Should().BeNull();
        (await Signed.CodeOf(token, demands, verifier)).Should().Be(JoseRefusalCodes.UnencodedPayload);
    }

    private static Task<string?> CodeOf(byte[] jws, string body, bool unencoded = false) => CodeOf(jws, body, Profile with { AllowUnencodedPayload = unencoded });

    private static async Task<string?> CodeOf(byte[] jws, string body, JwsProfile profile) =>
        Jws.TryParseDetached(jws, Signed.Bytes(body), profile, out var parsed, out var refusal) ? await CodeOf(parsed) : refusal.Code;

    private static async Task<string?> CodeOf(byte[] jws, JwsProfile profile) =>
        Jws.TryParse(jws, profile, out var parsed, out var refusal) ? await CodeOf(parsed) : refusal.Code;

    private static async Task<string?> CodeOf(Jws jws)
    {
        var verdict = new VerdictBuilder(VerdictPolicy.Strict, Signed.Now);
        var keys = new Signed.KnownKeys((Signed.Key.VerificationKey, null, Signed.Issuer));
        var key = await new SignatureVerifier(keys, new Signed.Trusting()).VerifyAsync(verdict, jws.ToSignedMessage("test+jwt", null, null), TrustAct.Request, "test");
        return key is null ? verdict.Refuse<object>().Refusal!.Code : null;
    }
}
