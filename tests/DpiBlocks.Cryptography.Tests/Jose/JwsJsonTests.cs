using System.Buffers.Text;
using System.Text;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwsJsonTests
{
    private static readonly SigningKey Second = SigningKey.Generate(SignatureAlgorithm.Ed25519, KeyId.Parse("key-2"));
    private static readonly JwsProfile Profile = JwsProfile.Of("test+jwt");
    private static readonly JwsSigningHeader Header = JwsSigningHeader.Of("test+jwt");
    private static readonly string E30 = Base64Url.EncodeToString("{}"u8);

    [Fact]
    public async Task A_flattened_one_is_read_again()
    {
        var json = await JwsJson.SignAsync(Signed.Key, Header, Signed.Bytes("hello"));

        JwsJson.TryParse(json, Profile, JwsSigners.All, out var jws, out _).Should().BeTrue();
        Encoding.ASCII.GetString(jws!.Payload.Span).Should().Be("hello");
        jws.Signatures.Should().ContainSingle().Which.Header.KeyId.Should().Be("key-1");
        (await CodeOf(json, JwsSigners.All)).Should().BeNull();
        (await CodeOf(json, JwsSigners.Named("key-1"))).Should().BeNull();
        (await CodeOf(json, JwsSigners.Named("key-2"))).Should().Be(JoseRefusalCodes.SignerNotFound);
    }

    [Fact]
    [Attack("JWS-13")]
    public async Task Of_two_signatures_all_must_be_right_or_the_one_that_is_named()
    {
        var json = await JwsJson.SignAsync([(Signed.Key, Header), (Second, Header)], Signed.Bytes("hello"));
        var good = Encoding.UTF8.GetString(json);
        var bad = Broken(good, 1);

        (await CodeOf(json, JwsSigners.All)).Should().BeNull();
        (await CodeOf(Signed.Bytes(bad), JwsSigners.All)).Should().Be(SignatureRefusalCodes.Invalid);
        (await CodeOf(Signed.Bytes(Broken(good, 0)), JwsSigners.All)).Should().Be(SignatureRefusalCodes.Invalid);
        (await CodeOf(Signed.Bytes(bad), JwsSigners.Named("key-1"))).Should().BeNull();
        (await CodeOf(Signed.Bytes(bad), JwsSigners.Named("key-2"))).Should().Be(SignatureRefusalCodes.Invalid);
        (await CodeOf(json, JwsSigners.Named("key-3"))).Should().Be(JoseRefusalCodes.SignerNotFound);

        // Two that say they are by the one that is named
        var twice = await JwsJson.SignAsync([(Signed.Key, Header), (Second, Header with { KeyId = "key-1" })], Signed.Bytes("hello"));
        (await CodeOf(twice, JwsSigners.Named("key-1"))).Should().Be(JoseRefusalCodes.SignerNotFound);
    }

    [Fact]
    [Attack("JWS-13")]
    public void A_signature_of_a_forbidden_algorithm_counts_where_all_must_be_right_only()
    {
        var es256 = Signature("""{"alg":"ES256","typ":"test+jwt","kid":"key-1"}""");
        var hs256 = Signature("""{"alg":"HS256","typ":"test+jwt","kid":"key-2"}""");
        var json = Signed.Bytes($$$"""{"payload":"{{{E30}}}","signatures":[{{{es256}}},{{{hs256}}}]}""");

        JwsJson.TryParse(json, Profile, JwsSigners.Named("key-1"), out var jws, out _).Should().BeTrue();
        jws!.Signatures.Should().ContainSingle();
        JwsJson.TryParse(json, Profile, JwsSigners.All, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);
    }

    [Fact]
    [Attack("JWS-13")]
    public void Overlapping_forms_and_parameters_are_refused()
    {
        var signature = Signature("""{"alg":"ES256","typ":"test+jwt","kid":"key-1"}""")[1..^1];
        var open = Profile with { AllowUnprotectedHeader = true };
        (string Json, string? Code)[] cases =
        [
            ($$$"""{"payload":"e30",{{{signature}}}}""", null),
            ($$$"""{"payload":"e30","signatures":[{{{{signature}}}}]}""", null),
            ($$$"""{"payload":"e30",{{{signature}}},"signatures":[{{{{signature}}}}]}""", JoseRefusalCodes.Malformed),
            ($$$"""{"payload":"e30","signature":"AA","signatures":[{{{{signature}}}}]}""", JoseRefusalCodes.Malformed),
            ($$$"""{"payload":"e30","protected":"e30","signatures":[{{{{signature}}}}]}""", JoseRefusalCodes.Malformed),
            ($$$"""{"payload":"e30","header":{},"signatures":[{{{{signature}}}}]}""", JoseRefusalCodes.Malformed),
            ($$$"""{"payload":"e30",{{{signature}}},"header":{"x":1}}""", null),
            ($$$"""{"payload":"e30",{{{signature}}},"header":{"kid":"key-1"}}""", JoseRefusalCodes.Malformed),
            ($$$"""{"payload":"e30",{{{signature}}},"header":{"\u0061lg":"ES256"}}""", JoseRefusalCodes.Malformed),
            ($$$"""{"payload":"e30",{{{signature}}},"header":[]}""", JoseRefusalCodes.Malformed),
            ($$$"""{"payload":"e30",{{{signature}}},"header":"x"}""", JoseRefusalCodes.Malformed),
            ("""{"payload":"e30","signatures":[]}""", JoseRefusalCodes.Malformed),
            ("""{"payload":"e30","signatures":{}}""", JoseRefusalCodes.Malformed),
            ("""{"payload":"e30","signatures":[1]}""", JoseRefusalCodes.Malformed),
            ("""{"payload":"e30"}""", JoseRefusalCodes.Malformed),
            ("""{}""", JoseRefusalCodes.Malformed),
            ("""[]""", JoseRefusalCodes.Malformed),
            ($$$"""{{{{signature}}}}""", JoseRefusalCodes.Malformed),
            ($$$"""{"payload":1,{{{signature}}}}""", JoseRefusalCodes.Malformed),
            ($$$"""{"payload":"e3 0",{{{signature}}}}""", EncodingRefusalCodes.Base64Url),
            ("""{"payload":"e30","protected":"","signature":"AA"}""", JoseRefusalCodes.Malformed),
            ("""{"payload":"e30","protected":{"alg":"ES256"},"signature":"AA"}""", JoseRefusalCodes.Malformed),
            ("""{"payload":"e30","protected":"W10","signature":"AA"}""", JoseRefusalCodes.Malformed),
            ("""{"payload":"e30","protected":"e30=","signature":"AA"}""", EncodingRefusalCodes.Base64Url),
            ($$$"""{"payload":"e30",{{{signature}}}}""".Replace("\"signature\":\"AA\"", "\"signature\":\"AA=\"", StringComparison.Ordinal), EncodingRefusalCodes.Base64Url),
            ($$$"""{"payload":"e30",{{{signature}}}}""".Replace("\"signature\":\"AA\"", "\"signature\":\"\"", StringComparison.Ordinal), JoseRefusalCodes.Malformed),
            ($$$"""{"payload":"e30","payload":"e30",{{{signature}}}}""", JsonRefusalCodes.DuplicateMember),
            ($$$"""{"payload":"e30",{{{signature}}}}x""", JsonRefusalCodes.Malformed),
            ("""{"protected":"e30","ciphertext":"AA","iv":"AA","tag":"AA"}""", JoseRefusalCodes.NotSigned),
        ];

        foreach (var (json, code) in cases)
        {
            JwsJson.TryParse(Signed.Bytes(json), open, JwsSigners.All, out _, out var refusal).Should().Be(code is null, json);
            (refusal?.Code).Should().Be(code, json);
        }
    }

    [Fact]
    [Attack("JWS-13")]
    public void An_unsigned_header_needs_the_profile()
    {
        var json = Signed.Bytes($$$"""{"payload":"e30",{{{Signature("""{"alg":"ES256","typ":"test+jwt"}""")[1..^1]}}},"header":{"kid":"key-1"}}""");

        JwsJson.TryParse(json, Profile, JwsSigners.All, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.UnprotectedHeader);
        JwsJson.TryParse(json, Profile with { AllowUnprotectedHeader = true }, JwsSigners.Named("key-1"), out var jws, out _).Should().BeTrue();
        jws!.Signatures[0].Header.KeyId.Should().Be("key-1");
    }

    [Theory]
    [Attack("JWS-09", "JWS-13")]
    [InlineData("\"x\":1", null)]
    [InlineData("\"b64\":true", JoseRefusalCodes.UnencodedPayload)]
    [InlineData("\"b64\":false", JoseRefusalCodes.UnencodedPayload)]
    public void That_a_payload_is_unencoded_is_said_where_it_is_signed(string member, string? code)
    {
        var json = Signed.Bytes($$$"""{"payload":"e30",{{{Signature("""{"alg":"ES256","typ":"test+jwt"}""")[1..^1]}}},"header":{{{{member}}}}}""");
        JwsJson.TryParse(json, Profile with { AllowUnprotectedHeader = true, AllowUnencodedPayload = true }, JwsSigners.All, out _, out var refusal);
        (refusal?.Code).Should().Be(code);
    }

    // What is no text names nobody; such a signature is not the one that is asked for.
    [Theory]
    [InlineData("\"key-1\"", JoseRefusalCodes.SignerNotFound)]      // two of one name
    [InlineData("\"key-2\"", null)]
    [InlineData("1", null)]
    [InlineData("null", null)]
    [InlineData("[\"key-1\"]", null)]
    public void A_signature_is_chosen_by_a_name_that_is_text(string keyId, string? code)
    {
        var named = Signature("""{"alg":"ES256","typ":"test+jwt","kid":"key-1"}""");
        var json = Signed.Bytes($$$"""{"payload":"e30","signatures":[{{{Signature($$"""{"alg":"ES256","typ":"test+jwt","kid":{{keyId}}}""")}}},{{{named}}}]}""");
        JwsJson.TryParse(json, Profile, JwsSigners.Named("key-1"), out _, out var refusal);
        (refusal?.Code).Should().Be(code);
    }

    [Fact]
    public void The_number_of_signatures_is_bounded()
    {
        string Of(int count) => $$$"""{"payload":"e30","signatures":[{{{string.Join(',', Enumerable.Repeat(Signature("""{"alg":"ES256","typ":"test+jwt"}"""), count))}}}]}""";

        JwsJson.TryParse(Signed.Bytes(Of(16)), Profile, JwsSigners.All, out var jws, out _).Should().BeTrue();
        jws!.Signatures.Should().HaveCount(16);
        JwsJson.TryParse(Signed.Bytes(Of(17)), Profile, JwsSigners.All, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.TooLarge);
    }

    [Fact]
    [Attack("JWS-09")]
    public void A_payload_is_unencoded_for_all_signatures_or_for_none()
    {
        var encoded = Signature("""{"alg":"ES256","typ":"test+jwt"}""");
        var unencoded = Signature("""{"alg":"ES256","typ":"test+jwt","b64":false,"crit":["b64"]}""");
        var profile = Profile with { AllowUnencodedPayload = true };
        string? CodeOf(params string[] signatures)
        {
            JwsJson.TryParse(Signed.Bytes($$$"""{"payload":"e30","signatures":[{{{string.Join(',', signatures)}}}]}"""), profile, JwsSigners.All, out _, out var refusal);
            return refusal?.Code;
        }

        CodeOf(encoded, encoded).Should().BeNull();
        CodeOf(unencoded, unencoded).Should().BeNull();
        CodeOf(encoded, unencoded).Should().Be(JoseRefusalCodes.UnencodedPayload);
    }

    [Fact]
    [Attack("JWS-09")]
    public async Task An_unencoded_payload_is_the_text_of_the_JSON()
    {
        var header = Base64Url.EncodeToString("""{"alg":"ES256","typ":"test+jwt","kid":"key-1","b64":false,"crit":["b64"]}"""u8);
        var signature = Base64Url.EncodeToString(await Signed.Key.SignAsync(Signed.Bytes($"{header}.$.é\n")));
        var json = Signed.Bytes($$$"""{"payload":"\u0024.é\n","protected":"{{{header}}}","signature":"{{{signature}}}"}""");

        (await CodeOf(json, JwsSigners.All, Profile with { AllowUnencodedPayload = true })).Should().BeNull();
        (await CodeOf(json, JwsSigners.All)).Should().Be(JoseRefusalCodes.UnencodedPayload);
    }

    [Fact]
    [Attack("JWS-27")]
    public async Task A_payload_may_travel_apart()
    {
        var json = Encoding.UTF8.GetString(await JwsJson.SignAsync(Signed.Key, Header, Signed.Bytes("hello")));
        var detached = Signed.Bytes(json.Replace("\"payload\":\"aGVsbG8\",", string.Empty, StringComparison.Ordinal));

        JwsJson.TryParseDetached(detached, Signed.Bytes("hello"), Profile, JwsSigners.All, out var jws, out _).Should().BeTrue();
        (await CodeOf(jws!)).Should().BeNull();
        JwsJson.TryParseDetached(detached, Signed.Bytes("hallo"), Profile, JwsSigners.All, out jws, out _).Should().BeTrue();
        (await CodeOf(jws!)).Should().Be(SignatureRefusalCodes.Invalid);
        JwsJson.TryParseDetached(Signed.Bytes(json), Signed.Bytes("hello"), Profile, JwsSigners.All, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.Malformed);
        JwsJson.TryParse(detached, Profile, JwsSigners.All, out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.Malformed);
    }

    private static string Signature(string header) => $$$"""{"protected":"{{{Base64Url.EncodeToString(Signed.Bytes(header))}}}","signature":"AA"}""";

    private static string Broken(string json, int which)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var signature = document.RootElement.GetProperty("signatures")[which].GetProperty("signature").GetString()!;
        return json.Replace(signature, (signature[0] == 'A' ? "B" : "A") + signature[1..], StringComparison.Ordinal);
    }

    private static async Task<string?> CodeOf(byte[] json, JwsSigners signers, JwsProfile? profile = null) =>
        JwsJson.TryParse(json, profile ?? Profile, signers, out var jws, out var refusal) ? await CodeOf(jws) : refusal.Code;

    private static async Task<string?> CodeOf(JwsJson jws)
    {
        var verdict = new VerdictBuilder(VerdictPolicy.Strict, Signed.Now);
        var keys = new Signed.KnownKeys((Signed.Key.VerificationKey, "key-1", Signed.Issuer), (Second.VerificationKey, "key-2", "https://second.example"));
        var owners = await jws.VerifyAsync(new SignatureVerifier(keys, new Signed.Trusting()), verdict, "test+jwt", TrustAct.Request, "test");
        return owners is null ? verdict.Refuse<object>().Refusal!.Code : null;
    }
}
