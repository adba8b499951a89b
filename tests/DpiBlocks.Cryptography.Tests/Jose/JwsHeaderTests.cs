using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwsHeaderTests
{
    [Fact]
    [Attack("JWS-03")]
    public async Task A_key_in_the_header_is_refused_unless_the_profile_hands_it_on()
    {
        using var attacker = SigningKey.Generate(SignatureAlgorithm.Es256);
        var header = Signed.Header.Replace("{", $"{{\"jwk\":{System.Text.Encoding.UTF8.GetString(attacker.PublicJwk.ToUtf8())},", StringComparison.Ordinal);
        var profile = Signed.Requirements.Profile;

        (await Signed.CodeOf(Signed.Token(header, key: attacker))).Should().Be(JoseRefusalCodes.UntrustedHeaderKey);
        (await Signed.CodeOf(Signed.Token(header))).Should().Be(JoseRefusalCodes.UntrustedHeaderKey);
        (await Signed.CodeOf(Signed.Token())).Should().BeNull();

        // Where the profile hands the key on, it is still not the key that the signature is checked with.
        (await Signed.CodeOf(Signed.Token(header), profile with { AllowHeaderKey = true })).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(header, key: attacker), profile with { AllowHeaderKey = true })).Should().Be(SignatureRefusalCodes.Invalid);
        Jws.TryParse(Signed.Bytes(Signed.Token(header)), profile with { AllowHeaderKey = true }, out var jws, out _).Should().BeTrue();
        Jwk.TryParse(jws!.Header.Jwk, out var jwk, out _).Should().BeTrue();
        jwk!.Thumbprint.Should().Be(attacker.VerificationKey.Thumbprint);
        (await Signed.CodeOf(Signed.Token(Signed.Header.Replace("{", "{\"jwk\":\"x\",", StringComparison.Ordinal)), profile with { AllowHeaderKey = true }))
            .Should().Be(JoseRefusalCodes.Malformed);
    }

    [Theory]
    [Attack("JWS-04")]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task An_address_of_a_key_is_refused_and_never_asked(string name)
    {
        var token = Signed.Token(Signed.Header.Replace("{", $"{{\"{name}\":\"https://attacker.example/keys\",", StringComparison.Ordinal));

        (await Signed.CodeOf(token)).Should().Be(JoseRefusalCodes.UntrustedHeaderAddress);

        // Passed over where the profile says so: the same token is good by the key that is known.
        (await Signed.CodeOf(token, Signed.Requirements.Profile with { IgnoreHeaderAddresses = true })).Should().BeNull();

        // Nobody was called, since there is nothing here that could call.
        typeof(Jws).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name).Should().NotContain(assembly => assembly!.StartsWith("System.Net", StringComparison.Ordinal));
    }

    [Theory]
    [Attack("JWS-08")]
    [InlineData("\"crit\":[\"x-unknown\"],\"x-unknown\":1", JoseRefusalCodes.CriticalUnsupported)]
    [InlineData("\"crit\":[\"exp\",\"x-unknown\"],\"x-unknown\":1,\"exp\":1", JoseRefusalCodes.CriticalUnsupported)]
    [InlineData("\"crit\":[]", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":[\"exp\"]", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":[\"exp\",\"exp\"],\"exp\":1", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":[\"exp\",\"\\u0065xp\"],\"exp\":1", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":[\"alg\"]", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":[\"kid\"]", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":[\"crit\"]", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":[\"\"],\"\":1", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":[1]", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":\"exp\",\"exp\":1", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":null", JoseRefusalCodes.CriticalInvalid)]
    [InlineData("\"crit\":{\"exp\":1},\"exp\":1", JoseRefusalCodes.CriticalInvalid)]
    public async Task Critical_parameters_are_understood_or_refused(string members, string code)
    {
        var profile = Signed.Requirements.Profile with { UnderstoodCritical = ["exp"] };
        string With(string more) => Signed.Token(Signed.Header.Replace("{", $"{{{more},", StringComparison.Ordinal));

        (await Signed.CodeOf(With("\"crit\":[\"exp\"],\"exp\":1"), profile)).Should().BeNull();
        (await Signed.CodeOf(With(members), profile)).Should().Be(code);
        (await Signed.CodeOf(With("\"crit\":[\"exp\"],\"exp\":1"))).Should().Be(JoseRefusalCodes.CriticalUnsupported);
    }

    [Fact]
    [Attack("JWS-08")]
    public void Critical_parameters_in_the_unsigned_header_are_refused()
    {
        string Json(string header) => $$"""{"payload":"e30","protected":"{{Protected("""{"alg":"ES256"}""")}}","header":{{header}},"signature":"AA"}""";
        var profile = new JwsProfile { Types = [], AllowMissingType = true, AllowUnprotectedHeader = true, UnderstoodCritical = ["exp"] };

        JwsJson.TryParse(Signed.Bytes(Json("""{"exp":1}""")), profile, JwsSigners.All, out _, out _).Should().BeTrue();
        JwsJson.TryParse(Signed.Bytes(Json("""{"exp":1,"crit":["exp"]}""")), profile, JwsSigners.All, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.CriticalInvalid);
    }

    [Fact]
    [Attack("JWS-15")]
    public async Task A_member_that_comes_twice_is_refused()
    {
        (await Signed.CodeOf(Signed.Token())).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(Signed.Header.Replace("{", "{\"alg\":\"ES256\",", StringComparison.Ordinal)))).Should().Be(JsonRefusalCodes.DuplicateMember);
        (await Signed.CodeOf(Signed.Token(Signed.Header.Replace("{", "{\"\\u0061lg\":\"ES256\",", StringComparison.Ordinal)))).Should().Be(JsonRefusalCodes.DuplicateMember);
        (await Signed.CodeOf(Signed.Token(payload: Signed.Payload.Replace("{", "{\"exp\":1800000300,", StringComparison.Ordinal)))).Should().Be(JsonRefusalCodes.DuplicateMember);
        var nested = Signed.Payload.Replace("{", "{\"cnf\":{\"jkt\":\"a\",\"jkt\":\"b\"},", StringComparison.Ordinal);
        (await Signed.CodeOf(Signed.Token(payload: nested))).Should().Be(JsonRefusalCodes.DuplicateMember);
        var twice = Signed.Payload.Replace("{", "{\"cnf\":{\"jkt\":\"a\"},\"cnf\":{\"jkt\":\"b\"},", StringComparison.Ordinal);
        (await Signed.CodeOf(Signed.Token(payload: twice))).Should().Be(JsonRefusalCodes.DuplicateMember);
    }

    [Theory]
    [Attack("JWS-16")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("true")]
    public async Task A_header_or_payload_that_is_no_object_is_refused(string json)
    {
        (await Signed.CodeOf(Signed.Token())).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(json))).Should().Be(JoseRefusalCodes.Malformed);
        (await Signed.CodeOf(Signed.Token(payload: json))).Should().Be(JoseRefusalCodes.Malformed);
    }

    [Theory]
    [Attack("JWS-16")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":256")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":[\"ES256\"]")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":null")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":{}")]
    [InlineData("\"kid\":\"key-1\"", "\"kid\":1")]
    [InlineData("\"kid\":\"key-1\"", "\"kid\":null")]
    [InlineData("\"typ\":\"test+jwt\"", "\"typ\":[\"test+jwt\"]")]
    [InlineData("\"typ\":\"test+jwt\"", "\"typ\":\"test+jwt\",\"cty\":1")]
    public async Task A_parameter_of_another_type_is_refused(string right, string wrong)
    {
        (await Signed.CodeOf(Signed.Token())).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(Signed.Header.Replace(right, wrong, StringComparison.Ordinal)))).Should().Be(JoseRefusalCodes.Malformed);
    }

    [Fact]
    [Attack("JWS-17")]
    public async Task Nesting_beyond_the_limit_is_refused_in_header_and_payload()
    {
        static string Nest(string json, int depth) =>
            json.Replace("{", $"{{\"deep\":{new string('[', depth - 1)}{new string(']', depth - 1)},", StringComparison.Ordinal);
        var wide = Signed.Requirements.Profile with { Limits = JsonLimits.Document };

        (await Signed.CodeOf(Signed.Token(Nest(Signed.Header, 32)))).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(payload: Nest(Signed.Payload, 32)))).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(Nest(Signed.Header, 33)))).Should().Be(JsonRefusalCodes.TooDeep);
        (await Signed.CodeOf(Signed.Token(payload: Nest(Signed.Payload, 33)))).Should().Be(JsonRefusalCodes.TooDeep);
        (await Signed.CodeOf(Signed.Token(Nest(Signed.Header, 30_000)), wide)).Should().Be(JsonRefusalCodes.TooDeep);
        (await Signed.CodeOf(Signed.Token(payload: Nest(Signed.Payload, 100_000)), wide)).Should().Be(JsonRefusalCodes.TooDeep);

        // 100,000 levels in a header are more bytes than any header may have.
        (await Signed.CodeOf(Signed.Token(Nest(Signed.Header, 100_000)), wide)).Should().Be(JsonRefusalCodes.TooLarge);
    }

    [Theory]
    [Attack("JWS-18")]
    [InlineData("test+jwt", null)]
    [InlineData("TEST+JWT", null)]
    [InlineData("application/test+jwt", null)]
    [InlineData("Application/Test+Jwt", null)]
    [InlineData("", JoseRefusalCodes.TypeMismatch)]
    [InlineData("JWT", JoseRefusalCodes.TypeMismatch)]
    [InlineData("application/", JoseRefusalCodes.TypeMismatch)]
    [InlineData("application/application/test+jwt", JoseRefusalCodes.TypeMismatch)]
    [InlineData("text/test+jwt", JoseRefusalCodes.TypeMismatch)]
    [InlineData("/test+jwt", JoseRefusalCodes.TypeMismatch)]
    [InlineData("test+jwt ", JoseRefusalCodes.TypeMismatch)]
    [InlineData("test+jwt;v=1", JoseRefusalCodes.TypeMismatch)]
    [InlineData("test+ĵwt", JoseRefusalCodes.TypeMismatch)]
    [InlineData("kb+jwt", JoseRefusalCodes.TypeMismatch)]
    [InlineData("statuslist+jwt", JoseRefusalCodes.TypeMismatch)]
    [InlineData("entity-statement+jwt", JoseRefusalCodes.TypeMismatch)]
    [InlineData("openid4vci-proof+jwt", JoseRefusalCodes.TypeMismatch)]
    [InlineData("oauth-authz-req+jwt", JoseRefusalCodes.TypeMismatch)]
    public async Task A_token_of_one_type_does_not_pass_for_another(string type, string? code)
    {
        var token = Signed.Token(Signed.Header.Replace("test+jwt", type, StringComparison.Ordinal));

        (await Signed.CodeOf(token)).Should().Be(code);
        (await Signed.CodeOf(token, new JwsProfile { Types = ["other+jwt", "application/test+jwt"], AllowMissingType = true })).Should().Be(code);
    }

    [Fact]
    [Attack("JWS-18")]
    public async Task Only_the_prefix_of_a_type_without_another_slash_may_be_left_out()
    {
        var profile = JwsProfile.Of("text/test");

        (await Signed.CodeOf(Signed.Token(Signed.Header.Replace("test+jwt", "text/test", StringComparison.Ordinal)), profile)).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(Signed.Header.Replace("test+jwt", "application/text/test", StringComparison.Ordinal)), profile)).Should().Be(JoseRefusalCodes.TypeMismatch);
    }

    [Fact]
    [Attack("JWS-18")]
    public async Task A_missing_type_is_refused_unless_the_profile_allows_it()
    {
        var token = Signed.Token("""{"alg":"ES256","kid":"key-1"}""");

        (await Signed.CodeOf(token)).Should().Be(JoseRefusalCodes.TypeMismatch);
        (await Signed.CodeOf(token, Signed.Requirements.Profile with { AllowMissingType = true })).Should().BeNull();
    }

    [Fact]
    public void What_the_header_says_is_handed_on()
    {
        var header = """{"alg":"ES256","typ":"application/Test+jwt","cty":"json","kid":"k\u00e9y","x5c":["AQID","BAU="],"x-more":[1]}""";
        Jws.TryParse(Signed.Bytes(Signed.Token(header)), Signed.Requirements.Profile, out var jws, out _).Should().BeTrue();

        jws!.Header.Algorithm.Should().Be(SignatureAlgorithm.Es256);
        jws.Header.Type.Should().Be("test+jwt");
        jws.Header.ContentType.Should().Be("json");
        jws.Header.KeyId.Should().Be("kéy");
        jws.Header.Certificates.Select(certificate => certificate.ToArray()).Should().BeEquivalentTo([[1, 2, 3], new byte[] { 4, 5 }], options => options.WithStrictOrdering());
        System.Text.Encoding.UTF8.GetString(jws.Header.Utf8.Span).Should().Be(header);
        var message = jws.ToSignedMessage("test+jwt", "x", Signed.Now);
        message.Key.Should().BeEquivalentTo(new { Profile = "test+jwt", Issuer = "x", SignedAt = Signed.Now });
        System.Text.Encoding.UTF8.GetString(message.Key.KeyId.Span).Should().Be("kéy");
        message.Key.Certificates.Should().HaveCount(2);
    }

    [Fact]
    public void A_header_without_a_key_id_has_none()
    {
        Jws.TryParse(Signed.Bytes(Signed.Token("""{"alg":"ES256","typ":"test+jwt"}""")), Signed.Requirements.Profile, out var jws, out _).Should().BeTrue();

        jws!.Header.KeyId.Should().BeNull();
        jws.Header.KeyIdUtf8.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [Attack("JWS-05")]
    [InlineData("[\"AQID\"]", null)]
    [InlineData("[\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\"]", null)]
    [InlineData("[\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\"]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("\"AQID\"", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[1]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[\"\"]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[\"AQI\"]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[\"AQ\"]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[\"AQ==\"]", null)]
    [InlineData("[\"AR==\"]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[\"AQJ=\"]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[\"AQ ID\"]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[\"AQID\\n\"]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[\"_-ID\"]", JoseRefusalCodes.CertificatesInvalid)]
    [InlineData("[\"\\/+ID\"]", null)]
    public async Task Certificates_are_one_to_five_in_canonical_base64(string x5c, string? code) =>
        (await Signed.CodeOf(Signed.Token(Signed.Header.Replace("{", $"{{\"x5c\":{x5c},", StringComparison.Ordinal)))).Should().Be(code);

    private static string Protected(string json) => System.Buffers.Text.Base64Url.EncodeToString(Signed.Bytes(json));
}
