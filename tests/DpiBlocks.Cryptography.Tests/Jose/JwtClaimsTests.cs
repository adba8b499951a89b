using System.Text.Json;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwtClaimsTests
{
    [Theory]
    [Attack("JWS-19")]
    // exp: the second it names is not included, then the skew of 60 seconds
    [InlineData("exp", "1799999941", null)]
    [InlineData("exp", "1799999940.1", null)]
    [InlineData("exp", "1799999940", ValidityRefusalCodes.Expired)]
    [InlineData("exp", "1700000000", ValidityRefusalCodes.Expired)]
    [InlineData("exp", "1.7e9", ValidityRefusalCodes.Expired)]
    [InlineData("exp", "1.9e9", null)]
    [InlineData("exp", "1900000000.0", null)]
    [InlineData("exp", "0", ValidityRefusalCodes.Expired)]
    [InlineData("exp", "253402300799", null)]
    [InlineData("exp", "253402300800", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "253402300799.5", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "1e12", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "1e400", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "-1", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "-0.5", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "9223372036854775808", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "\"1800000300\"", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "null", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "true", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "[1800000300]", JoseRefusalCodes.ClaimType)]
    [InlineData("exp", "{}", JoseRefusalCodes.ClaimType)]
    // nbf: the second it names is included, and the skew before it
    [InlineData("nbf", "1800000000", null)]
    [InlineData("nbf", "1800000060", null)]
    [InlineData("nbf", "1800000060.1", ValidityRefusalCodes.NotYetValid)]
    [InlineData("nbf", "1800000061", ValidityRefusalCodes.NotYetValid)]
    [InlineData("nbf", "1.9e9", ValidityRefusalCodes.NotYetValid)]
    [InlineData("nbf", "\"0\"", JoseRefusalCodes.ClaimType)]
    [InlineData("nbf", "null", JoseRefusalCodes.ClaimType)]
    [InlineData("nbf", "-1", JoseRefusalCodes.ClaimType)]
    [InlineData("nbf", "1e400", JoseRefusalCodes.ClaimType)]
    [InlineData("nbf", "1e-400", null)]
    // iat
    [InlineData("iat", "1800000060", null)]
    [InlineData("iat", "1800000061", ValidityRefusalCodes.IssuedInFuture)]
    [InlineData("iat", "1831536000", ValidityRefusalCodes.IssuedInFuture)]
    [InlineData("iat", "\"1800000000\"", JoseRefusalCodes.ClaimType)]
    [InlineData("iat", "null", JoseRefusalCodes.ClaimType)]
    [InlineData("iat", "1e12", JoseRefusalCodes.ClaimType)]
    public async Task A_time_is_judged_to_the_second(string claim, string value, string? code)
    {
        (await Signed.CodeOf(Signed.Token())).Should().BeNull();
        var refusal = await Signed.RefusalOf(Signed.Token(payload: With(claim, value)));

        (refusal?.Code).Should().Be(code);
        (refusal?.Code).Should().Be(code);
        if (code is JoseRefusalCodes.ClaimType)
        {
            refusal!.Location.Should().Be(claim);
        }
    }

    [Fact]
    [Attack("JWS-19")]
    public async Task A_number_of_very_many_digits_is_refused() =>
        (await Signed.CodeOf(Signed.Token(payload: With("exp", "1" + new string('0', 9) + "." + new string('0', 20_000))))).Should().Be(JoseRefusalCodes.ClaimType);

    [Theory]
    [Attack("JWS-19")]
    [InlineData("exp")]
    [InlineData("iss")]
    [InlineData("nonce")]
    public async Task A_claim_that_is_demanded_must_be_there(string name)
    {
        var demands = Signed.Requirements with { RequiredClaims = ["exp", "iss", "nonce"] };
        var whole = With("nonce", "\"n\"");

        (await Signed.CodeOf(Signed.Token(payload: whole), demands)).Should().BeNull();
        var refusal = await Signed.RefusalOf(Signed.Token(payload: whole.Replace($"\"{name}\"", "\"other\"", StringComparison.Ordinal)), demands);
        refusal!.Code.Should().Be(JoseRefusalCodes.ClaimMissing);
        refusal.Location.Should().Be(name);
    }

    [Fact]
    [Attack("JWS-19")]
    public async Task Issuer_and_expiry_are_demanded_unless_something_else_is()
    {
        (await Signed.CodeOf(Signed.Token(payload: Signed.Payload.Replace("\"exp\"", "\"x\"", StringComparison.Ordinal)))).Should().Be(JoseRefusalCodes.ClaimMissing);
        (await Signed.CodeOf(Signed.Token(payload: Signed.Payload.Replace("\"iss\"", "\"x\"", StringComparison.Ordinal)))).Should().Be(JoseRefusalCodes.ClaimMissing);
    }

    [Fact]
    [Attack("JWS-19")]
    public async Task An_age_may_be_demanded()
    {
        var demands = Signed.Requirements with { MaxAge = TimeSpan.FromMinutes(5) };

        (await Signed.CodeOf(Signed.Token(payload: With("iat", "1799999641")), demands)).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(payload: With("iat", "1799999640")), demands)).Should().Be(ValidityRefusalCodes.Expired);
        (await Signed.CodeOf(Signed.Token(payload: Signed.Payload.Replace("\"iat\"", "\"x\"", StringComparison.Ordinal)), demands)).Should().Be(JoseRefusalCodes.ClaimMissing);
    }

    // RFC 7519, 4.1.3: what names nobody is not the same as silence, and must not pass where a token for nobody is asked for.
    [Theory]
    [Attack("JWS-20")]
    [InlineData("\"a\"", null)]
    [InlineData("[\"a\",\"b\"]", null)]
    [InlineData("[]", JoseRefusalCodes.Audience)]
    [InlineData("[1]", JoseRefusalCodes.Audience)]
    [InlineData("[\"a\",null]", JoseRefusalCodes.Audience)]
    [InlineData("{}", JoseRefusalCodes.Audience)]
    [InlineData("null", JoseRefusalCodes.Audience)]
    [InlineData("1", JoseRefusalCodes.Audience)]
    public void An_audience_has_its_form_whoever_is_meant(string audience, string? code)
    {
        using var payload = JsonDocument.Parse($"{{\"aud\":{audience}}}");
        JwtClaims.TryRead(payload.RootElement, out _, out var refusal).Should().Be(code is null);
        (refusal?.Code).Should().Be(code);
    }

    [Theory]
    [Attack("JWS-20")]
    [InlineData("\"https://verifier.example\"", null)]
    [InlineData("[\"https://verifier.example\"]", null)]
    [InlineData("[\"https://verifier.example\",\"https://other.example\"]", JoseRefusalCodes.Audience)]
    [InlineData("\"https://other.example\"", JoseRefusalCodes.Audience)]
    [InlineData("[\"https://other.example\"]", JoseRefusalCodes.Audience)]
    [InlineData("[]", JoseRefusalCodes.Audience)]
    [InlineData("[[\"https://verifier.example\"]]", JoseRefusalCodes.Audience)]
    [InlineData("[\"https://verifier.example\",1]", JoseRefusalCodes.Audience)]
    [InlineData("{\"https://verifier.example\":1}", JoseRefusalCodes.Audience)]
    [InlineData("null", JoseRefusalCodes.Audience)]
    [InlineData("1", JoseRefusalCodes.Audience)]
    [InlineData("\"\"", JoseRefusalCodes.Audience)]
    [InlineData("\"https://verifier.example/\"", JoseRefusalCodes.Audience)]
    [InlineData("\"https://Verifier.example\"", JoseRefusalCodes.Audience)]
    [InlineData("\"https://verifier.example:443\"", JoseRefusalCodes.Audience)]
    [InlineData("\"https://verifier.example \"", JoseRefusalCodes.Audience)]
    [InlineData("\"https://verifier.example.evil\"", JoseRefusalCodes.Audience)]
    [InlineData("\"https://verifier\\u200d.example\"", JoseRefusalCodes.Audience)]
    public async Task The_audience_is_compared_exactly(string aud, string? code) =>
        (await Signed.CodeOf(Signed.Token(payload: With("aud", aud)))).Should().Be(code);

    [Fact]
    [Attack("JWS-20")]
    public async Task An_audience_is_demanded_where_one_is_expected_and_refused_where_none_is()
    {
        var without = Signed.Token(payload: Signed.Payload.Replace("\"aud\"", "\"x\"", StringComparison.Ordinal));

        (await Signed.CodeOf(without)).Should().Be(JoseRefusalCodes.Audience);
        (await Signed.CodeOf(without, Signed.Requirements with { Audience = null })).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(), Signed.Requirements with { Audience = null })).Should().Be(JoseRefusalCodes.Audience);
    }

    [Fact]
    [Attack("JWS-20")]
    public async Task Other_audiences_are_allowed_only_where_the_verifier_says_so()
    {
        var demands = Signed.Requirements with { AllowOtherAudiences = true };

        (await Signed.CodeOf(Signed.Token(payload: With("aud", """["https://other.example","https://verifier.example"]""")), demands)).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(payload: With("aud", """["https://other.example","https://third.example"]""")), demands)).Should().Be(JoseRefusalCodes.Audience);
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("jti")]
    public async Task A_name_is_a_text(string claim)
    {
        (await Signed.CodeOf(Signed.Token(payload: With(claim, $"\"{Signed.Issuer}\"")))).Should().BeNull();
        foreach (var value in (string[])["1", "null", "[\"https://issuer.example\"]", "{}", "true"])
        {
            (await Signed.CodeOf(Signed.Token(payload: With(claim, value)))).Should().Be(JoseRefusalCodes.ClaimType);
        }
    }

    [Fact]
    public async Task The_issuer_may_be_demanded()
    {
        (await Signed.CodeOf(Signed.Token(), Signed.Requirements with { Issuer = Signed.Issuer })).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(), Signed.Requirements with { Issuer = Signed.Issuer + "/" })).Should().Be(JoseRefusalCodes.Issuer);
    }

    [Fact]
    public async Task What_was_verified_is_what_was_signed()
    {
        var payload = With("sub", "\"person\"");
        var verdict = await Signed.Verifier().VerifyAsync(Signed.Bytes(Signed.Token(payload: payload)), Signed.Requirements);

        verdict.TryGetValue(out var jwt, out _).Should().BeTrue();
        jwt!.Payload.ToArray().Should().Equal(Signed.Bytes(payload));
        jwt.Header.KeyId.Should().Be("key-1");
        jwt.Key.Owner.Value.Should().Be(Signed.Issuer);
        jwt.Claims.Should().BeEquivalentTo(new
        {
            Signed.Issuer,
            Subject = "person",
            JwtId = (string?)null,
            IssuedAt = Signed.Now,
            NotBefore = (DateTimeOffset?)null,
            ExpiresAt = Signed.Now.AddSeconds(300),
        });
        jwt.Claims.Audience.Should().Equal(Signed.Audience);
        verdict.Checks.Select(check => check.Name).Should().Equal("envelope", "payload", "key", "signature", "trust", "validity", "audience");
        jwt.Claims.ToString().Should().NotContain("person");
    }

    [Theory]
    [InlineData("1700000000", "2023-11-14T22:13:20.0000000+00:00")]
    [InlineData("1700000000.25", "2023-11-14T22:13:20.2500000+00:00")]
    [InlineData("17e8", "2023-11-14T22:13:20.0000000+00:00")]
    [InlineData("1.7E+9", "2023-11-14T22:13:20.0000000+00:00")]
    [InlineData("-0", "1970-01-01T00:00:00.0000000+00:00")]
    public void Every_way_to_write_a_number_is_read_by_its_value(string number, string time)
    {
        StrictJson.TryParse(Signed.Bytes(number), JsonLimits.Token, out var document, out _).Should().BeTrue();
        using (document)
        {
            NumericDate.TryRead(document!.RootElement, out var read).Should().BeTrue();
            read.ToString("O", System.Globalization.CultureInfo.InvariantCulture).Should().Be(time);
        }
    }

    [Fact]
    public void Claims_of_no_object_are_refused()
    {
        JwtClaims.TryRead(default(JsonElement), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.Malformed);
    }

    private static string With(string claim, string value)
    {
        using var document = JsonDocument.Parse(Signed.Payload);
        var members = document.RootElement.EnumerateObject().Where(member => member.Name != claim).Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}");
        return $"{{{string.Join(',', members)},\"{claim}\":{value}}}";
    }
}
