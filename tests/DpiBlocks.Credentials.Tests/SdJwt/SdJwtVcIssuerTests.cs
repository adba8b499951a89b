using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Credentials.Tests.SdJwt;

public sealed class SdJwtVcIssuerTests
{
    private static readonly SdJwtVcIssuer Issuer = new(new FakeTimeProvider(SdJwtSample.Now));

    [Fact]
    public async Task What_is_issued_says_what_was_asked_for_and_verifies()
    {
        var content = Content("""{"given_name":"Ada","address":{"city":"Bath","street":"1 Royal Crescent"},"nationalities":["GB","IN"]}""", "/given_name", "/address/city", "/nationalities/*") with
        {
            Holder = SdJwtSample.HolderKey.PublicJwk,
            Status = new StatusReference("status_list", new Uri("https://status.example/1")) { Index = 42 },
            NotBefore = SdJwtSample.Now.AddDays(-1),
            ExpiresAt = SdJwtSample.Now.AddYears(1),
            TypeIntegrity = "sha256-x",
        };
        var text = Encoding.ASCII.GetString(await Issuer.IssueAsync(SdJwtSample.IssuerKey, content));
        text.Count(c => c == '~').Should().Be(5);

        var request = new VerificationRequest { HolderBinding = HolderBindingDemand.NotDemanded, RequireStatus = true };
        var verdict = await Desk.VerifyAsync(text, request, new CountedStatus());
        var claims = verdict.GetValueOrThrow().Claims;
        claims.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo(
            "iss", "iat", "nbf", "exp", "vct", "vct#integrity", "status", "cnf", "address", "nationalities", "given_name");
        claims.GetProperty("iat").GetInt64().Should().Be(1_800_000_000);
        claims.GetProperty("status").GetProperty("status_list").GetProperty("idx").GetInt32().Should().Be(42);
        claims.GetProperty("address").GetProperty("city").GetString().Should().Be("Bath");
        claims.GetProperty("nationalities").GetRawText().Should().Be("[\"GB\",\"IN\"]");

        // Of what may be kept back nothing is to be read in what is signed.
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(text.Split('.')[1]));
        payload.Should().NotContain("Ada").And.NotContain("given_name").And.NotContain("Bath").And.NotContain("\"GB\"").And.Contain("1 Royal Crescent");
    }

    [Fact]
    public async Task A_credential_that_hides_nothing_has_no_digests()
    {
        Issuer.TryPrepare(Content("""{"a":1}"""), out var prepared, out _).Should().BeTrue();
        Encoding.UTF8.GetString(prepared!.Payload.Span).Should().NotContain("_sd");
        await Desk.AcceptAsync(Encoding.ASCII.GetString(await prepared.SignAsync(SdJwtSample.IssuerKey)));
    }

    [Theory]
    [InlineData("/given_nam", SdJwtRefusalCodes.PathNotFound)]
    [InlineData("/address/country", SdJwtRefusalCodes.PathNotFound)]
    [InlineData("/nationalities/2", SdJwtRefusalCodes.PathNotFound)]
    [InlineData("/nationalities/-", SdJwtRefusalCodes.PathNotFound)]
    [InlineData("/nationalities/00", SdJwtRefusalCodes.PathNotFound)]
    [InlineData("/iss", SdJwtRefusalCodes.NotDisclosable)]
    [InlineData("/exp", SdJwtRefusalCodes.NotDisclosable)]
    [InlineData("/nbf", SdJwtRefusalCodes.NotDisclosable)]
    [InlineData("/vct", SdJwtRefusalCodes.NotDisclosable)]
    [InlineData("/vct#integrity", SdJwtRefusalCodes.NotDisclosable)]
    [InlineData("/cnf/jwk", SdJwtRefusalCodes.NotDisclosable)]
    [InlineData("/status", SdJwtRefusalCodes.NotDisclosable)]
    public void A_path_that_leads_to_nothing_or_must_be_clear_is_refused(string path, string code)
    {
        var claims = """{"given_name":"Ada","address":{"city":"Bath"},"nationalities":["GB","IN"]}""";
        Issuer.TryPrepare(Content(claims, "/given_name", "/address/city", "/nationalities/1"), out _, out _).Should().BeTrue();
        Issuer.TryPrepare(Content(claims, path), out _, out var refusal).Should().BeFalse();
        (refusal!.Code, refusal.Location).Should().Be((code, path));
        FluentActions.Invoking(() => Issuer.IssueAsync(SdJwtSample.IssuerKey, Content(claims, path))).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(SdJwtSample.Issuer, null)]
    [InlineData("", "/iss")]
    public void An_issuer_that_is_named_has_a_name(string? issuer, string? place)
    {
        Issuer.TryPrepare(Content("""{"a":1}""") with { Issuer = issuer }, out _, out var refusal).Should().Be(place is null);
        (refusal?.Location).Should().Be(place);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void No_time_lies_before_the_first_that_a_claim_can_have(int seconds, bool isPossible)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        var content = Content("""{"a":1}""");
        foreach (var (dated, place) in new[] { (content with { IssuedAt = time }, "/iat"), (content with { NotBefore = time }, "/nbf"), (content with { ExpiresAt = time }, "/exp") })
        {
            Issuer.TryPrepare(dated, out _, out var refusal).Should().Be(isPossible);
            (refusal?.Location).Should().Be(isPossible ? null : place);
        }
    }

    // An array that could hide nothing would tell by its decoys alone that it is empty.
    [Fact]
    [Attack("SDJ-24")]
    public void An_empty_array_has_no_decoys()
    {
        Issuer.TryPrepare(Content("""{"full":[1],"empty":[]}""", "/full/*", "/empty/*") with { Decoys = 3 }, out var prepared, out _).Should().BeTrue();
        using var payload = JsonDocument.Parse(prepared!.Payload);
        payload.RootElement.GetProperty("full").GetArrayLength().Should().Be(4);
        payload.RootElement.GetProperty("empty").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public void A_thousand_paths_are_read_and_one_more_is_refused()
    {
        string[] paths = [.. Enumerable.Range(0, 1_001).Select(i => $"/c{i}")];
        ClaimPaths.TryParse(paths[..1_000], out _, out _).Should().BeTrue();
        ClaimPaths.TryParse(paths, out _, out var refusal).Should().BeFalse();
        (refusal!.Code, refusal.Location).Should().Be((SdJwtRefusalCodes.PathMalformed, "/1000"));
    }

    // What a holder adds must still fit: half of what a presentation may be.
    [Theory]
    [InlineData(50_000, null)]
    [InlineData(65_000, SdJwtRefusalCodes.TooLarge)]
    public void Disclosures_that_a_presentation_would_have_no_room_for_are_refused(int length, string? code)
    {
        var members = Enumerable.Range(0, 499).Select(i => $"\"c{i}\":\"{new string('x', (length / 499) - 9)}\"");
        Issuer.TryPrepare(Content($"{{\"a\":{{{string.Join(',', members)}}}}}", "/a", "/a/*"), out _, out var refusal);
        (refusal?.Code).Should().Be(code);
    }

    [Theory]
    [InlineData("{\"iss\":\"x\"}", SdJwtRefusalCodes.ReservedClaim)]
    [InlineData("{\"vct\":\"x\"}", SdJwtRefusalCodes.ReservedClaim)]
    [InlineData("{\"\\u0063nf\":{}}", SdJwtRefusalCodes.ReservedClaim)]
    [InlineData("{\"_sd\":[]}", SdJwtRefusalCodes.ReservedClaim)]
    [InlineData("{\"a\":[{\"...\":1}]}", SdJwtRefusalCodes.ReservedClaim)]
    [InlineData("{\"a\":{\"_sd_alg\":1}}", SdJwtRefusalCodes.ReservedClaim)]
    [InlineData("[]", SdJwtRefusalCodes.Malformed)]
    [InlineData("{\"a\":1,\"a\":2}", JsonRefusalCodes.DuplicateMember)]
    public void Claims_that_would_say_something_else_are_refused(string claims, string code)
    {
        Issuer.TryPrepare(Content(claims), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name")]
    [InlineData("/a~")]
    [InlineData("/a~2")]
    public void A_path_is_a_JSON_pointer(string path)
    {
        ClaimPaths.TryParse(["/ok", path], out _, out var refusal).Should().BeFalse();
        (refusal!.Code, refusal.Location).Should().Be((SdJwtRefusalCodes.PathMalformed, "/1"));
        FluentActions.Invoking(() => ClaimPaths.Parse(path)).Should().Throw<FormatException>();
    }

    [Fact]
    public async Task Names_that_need_escapes_in_a_path_are_found()
    {
        var content = Content("""{"a/b":{"c~d":1},"":2,"*":3,"é\u0041":4}""", "/a~1b/c~0d", "/éA");
        var text = Encoding.UTF8.GetString(await Issuer.IssueAsync(SdJwtSample.IssuerKey, content));
        text.Count(c => c == '~').Should().Be(3);
        (await Desk.AcceptAsync(text)).Text().Should().Contain("\"a/b\":{\"c~d\":1}").And.Contain("\"éA\":4");
    }

    [Fact]
    public async Task A_wildcard_means_every_member_and_every_element()
    {
        var content = Content("""{"a":{"b":{"x":1,"y":2},"c":{"x":3}},"list":[[1,2],[3]],"none":[]}""", "/a/*/x", "/a/b", "/list/*/0", "/none/*");
        var held = await HeldAsync(content);
        Disclosures(held).Should().BeEquivalentTo("1", "3", "1", "3", "{\"_sd\"");
        var shown = await Desk.AcceptAsync(Present(held, "/a/*/x"));
        shown.Claims.GetProperty("a").GetRawText().Should().Be("""{"c":{"x":3},"b":{"y":2,"x":1}}""");
    }

    // Sorted digests are shuffled ones; so their order must not be that of the claims, and decoys must be among them.
    [Fact]
    [Attack("SDJ-24")]
    public void The_order_of_digests_tells_nothing_and_decoys_are_among_them()
    {
        var claims = "{" + string.Join(",", Enumerable.Range(0, 20).Select(i => $"\"c{i:D2}\":{i}")) + "}";
        Issuer.TryPrepare(Content(claims, "/*") with { Decoys = 7 }, out var prepared, out _).Should().BeTrue();
        using var payload = JsonDocument.Parse(prepared!.Payload);
        var digests = payload.RootElement.GetProperty("_sd").EnumerateArray().Select(item => item.GetString()!).ToList();
        digests.Should().HaveCount(27).And.OnlyHaveUniqueItems();
        var bytes = digests.Select(text => Convert.ToHexString(System.Buffers.Text.Base64Url.DecodeFromChars(text))).ToList();
        bytes.Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    [Attack("SDJ-24")]
    public async Task Decoys_stand_among_the_elements_of_an_array_too_and_change_nothing()
    {
        var places = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            var held = await HeldAsync(Content("""{"list":["a","b","c"],"open":["x"]}""", "/list/1") with { Decoys = 2 });
            using var payload = JsonDocument.Parse(held.Payload);
            payload.RootElement.GetProperty("open").GetArrayLength().Should().Be(1);
            var list = payload.RootElement.GetProperty("list");
            list.GetArrayLength().Should().Be(5);
            places.Add(string.Concat(list.EnumerateArray().Select(item => item.ValueKind is JsonValueKind.String ? item.GetString() : "_")));
            (await Desk.AcceptAsync(Present(held, "/list/1"))).Claims.GetProperty("list").GetRawText().Should().Be("[\"a\",\"b\",\"c\"]");
            (await Desk.AcceptAsync(Present(held))).Claims.GetProperty("list").GetRawText().Should().Be("[\"a\",\"c\"]");
        }

        places.Should().HaveCountGreaterThan(3);
    }

    [Fact]
    [Attack("SDJ-24")]
    public void A_million_salts_are_all_different_and_of_128_bits()
    {
        var claims = "{" + string.Join(",", Enumerable.Range(0, 250).Select(i => $"\"c{i}\":{i}")) + "}";
        var content = Content(claims, "/*");
        var salts = new HashSet<UInt128>();
        var (json, salt) = (new byte[64], new byte[16]);
        for (var i = 0; i < 4_000; i++)
        {
            using var document = StrictJsonOf(content.Claims);
            using var writer = new SdJwtVcWriter(content, SdJwtSample.Now);
            writer.Write(document.RootElement).Should().BeNull();
            foreach (var range in writer.Disclosures.Split((byte)'~'))
            {
                var disclosure = writer.Disclosures[range];
                if (!disclosure.IsEmpty)
                {
                    // ["<22 letters>", … : the salt's text begins at the third byte.
                    StrictBase64Url.TryDecode(disclosure[..36], json, out _).Should().BeTrue();
                    StrictBase64Url.TryDecode(json.AsSpan(2, 22), salt, out var written).Should().BeTrue();
                    written.Should().Be(16);
                    salts.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(salt));
                }
            }
        }

        salts.Should().HaveCount(1_000_000);
    }

    [Fact]
    public void What_our_own_verifier_would_refuse_is_not_issued()
    {
        var many = "{" + string.Join(",", Enumerable.Range(0, 501).Select(i => $"\"c{i}\":{i}")) + "}";
        Issuer.TryPrepare(Content(many, "/*"), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(SdJwtRefusalCodes.TooManyDisclosures);

        var (nested, path) = ("1", "");
        var paths = new List<string>();
        for (var i = 0; i < 17; i++)
        {
            nested = $"{{\"a\":{nested}}}";
            paths.Add(path += "/a");
        }

        Issuer.TryPrepare(Content(nested, [.. paths[..16]]), out _, out _).Should().BeTrue();
        Issuer.TryPrepare(Content(nested, [.. paths]), out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(SdJwtRefusalCodes.TooDeep);

        Issuer.TryPrepare(Content($"{{\"a\":\"{new string('a', 60_000)}\"}}"), out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(SdJwtRefusalCodes.TooLarge);
    }

    [Fact]
    public void Values_that_no_verifier_could_read_are_not_issued()
    {
        var good = Content("{}");
        var status = new StatusReference("status_list", new Uri("https://status.example/1"));
        Issuer.TryPrepare(good with { Status = status }, out _, out _).Should().BeTrue();
        var encryption = SdJwtSample.HolderKey.PublicJwk.ToUtf8();
        Jwk.TryParse(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(encryption).Replace("{", "{\"use\":\"enc\",", StringComparison.Ordinal)), out var enc, out _).Should().BeTrue();
        (SdJwtVcContent, string)[] bad =
        [
            (good with { Type = "" }, "/vct"),
            (good with { Issuer = "" }, "/iss"),
            (good with { Issuer = "the Home Office" }, "/iss"),
            (good with { IssuedAt = DateTimeOffset.MinValue }, "/iat"),
            (good with { NotBefore = DateTimeOffset.MinValue }, "/nbf"),
            (good with { ExpiresAt = DateTimeOffset.MinValue }, "/exp"),
            (good with { Holder = enc }, "/cnf/jwk"),
            (good with { Status = status with { Index = -1 } }, "/status"),
            (good with { Status = status with { Mechanism = "identifier_list" } }, "/status"),
            (good with { Status = status with { List = new Uri("relative", UriKind.Relative) } }, "/status"),
        ];
        foreach (var (content, location) in bad)
        {
            Issuer.TryPrepare(content, out _, out var refusal).Should().BeFalse();
            refusal!.Location.Should().Be(location);
        }
    }

    [Fact]
    public async Task Certificates_are_sent_along_when_given()
    {
        var text = await Issuer.IssueAsync(SdJwtSample.IssuerKey, Content("{}") with { Certificates = [new byte[] { 1, 2, 3 }] });
        SdJwtCredential.TryRead(text, SdJwtProfile.Vc, out var read, out _).Should().BeTrue();
        read!.Header.Certificates.Should().ContainSingle().Which.ToArray().Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Nonsense_is_refused_at_once()
    {
        FluentActions.Invoking(() => Content("{}") with { Decoys = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Content("{}") with { Decoys = 101 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new CredentialVerifierOptions { KeyBindingMaxAge = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new CredentialVerifierOptions { KeyBindingMaxAge = TimeSpan.FromHours(2) }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new CredentialVerifierOptions { HashAlgorithms = [] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new CredentialVerifierOptions { HashAlgorithms = ["sha-1"] }).Should().Throw<ArgumentException>();
    }

    [Fact]
    [Attack("SIG-10")]
    public async Task No_two_of_a_million_salts_are_alike()
    {
        const int perCredential = 250;
        var content = Content($$"""{"n":[{{string.Join(',', Enumerable.Range(0, perCredential))}}]}""", "/n/*");
        var salts = new HashSet<string>(1_000_000, StringComparer.Ordinal);
        for (var i = 0; i < 1_000_000 / perCredential; i++)
        {
            foreach (var disclosure in Encoding.ASCII.GetString(await Issuer.IssueAsync(SdJwtSample.IssuerKey, content)).Split('~')[1..^1])
            {
                var salt = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(disclosure)).Split('"')[1];
                salts.Add(salt.Length == 22 ? salt : throw new InvalidOperationException("A salt of 128 bits has 22 characters."));
            }
        }

        salts.Should().HaveCount(1_000_000);
    }

    private static SdJwtVcContent Content(string claims, params string[] disclosable) => new()
    {
        Type = "urn:example:id",
        Issuer = SdJwtSample.Issuer,
        Claims = Encoding.UTF8.GetBytes(claims),
        Disclosable = ClaimPaths.Parse(disclosable),
    };

    private static async Task<SdJwtCredential> HeldAsync(SdJwtVcContent content)
    {
        SdJwtCredential.TryRead(await Issuer.IssueAsync(SdJwtSample.IssuerKey, content), SdJwtProfile.Vc, out var held, out var refusal).Should().BeTrue(refusal?.Code);
        return held!;
    }

    private static string Present(SdJwtCredential held, params string[] paths)
    {
        SdJwtHolder.TryPresent(held, ClaimPaths.Parse(paths), out var presentation, out var refusal).Should().BeTrue(refusal?.Code);
        return presentation!.ToString();
    }

    private static IEnumerable<string> Disclosures(SdJwtCredential held) =>
        Encoding.ASCII.GetString(held.Presented.Span).Split('~')[1..^1]
            .Select(text => JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(text)))
            .Select(array => array[array.GetArrayLength() - 1].GetRawText())
            .Select(value => value.StartsWith("{\"_sd\"", StringComparison.Ordinal) || value.Contains("_sd", StringComparison.Ordinal) ? "{\"_sd\"" : value);

    private static JsonDocument StrictJsonOf(ReadOnlyMemory<byte> utf8)
    {
        StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out _).Should().BeTrue();
        return document!;
    }
}
