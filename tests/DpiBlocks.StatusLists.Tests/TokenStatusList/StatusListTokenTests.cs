using System.Text;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Cose;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

/// <summary>The examples of the standard (5.1, 5.2, 6.3), and what a token must say.</summary>
public sealed class StatusListTokenTests
{
    private const string Key =
        """{"kty":"EC","use":"sig","crv":"P-256","x":"I3HWm_0Ds1dPMI-IWmf4mBmH-YaeAVbPVu7vB27CxXo","y":"6N_d5Elj9bs1htgV3okJKIdbHEpkgTmAluYKJemzn1M","kid":"12","alg":"ES256"}""";

    private const string Jwt =
        "eyJhbGciOiJFUzI1NiIsImtpZCI6IjEyIiwidHlwIjoic3RhdHVzbGlzdCtqd3QifQ.eyJleHAiOjIyOTE3MjAxNzAsImlhdCI6MTY4NjkyMDE3MCwiaXNzIjoiaHR0cHM6Ly9leGFtcGxlLmNvbSIsInN0YXR1c19saXN0Ijp7ImJpdHMiOjEsImxzdCI6ImVOcmJ1UmdBQWhjQlhRIn0sInN1YiI6Imh0dHBzOi8vZXhhbXBsZS5jb20vc3RhdHVzbGlzdHMvMSIsInR0bCI6NDMyMDB9.2lKUUNG503R9htu4aHAYi7vjmr3sgApbfoDvPrl65N3URUO1EYqqQl45Jfzd-Av4QzlKa3oVALpLwOEUOq-U_g";

    private const string Cwt =
        "d2845820a2012610781a6170706c69636174696f6e2f7374617475736c6973742b637774a1044231325850a502782168747470733a2f2f6578616d706c652e636f6d2f7374617475736c697374732f31061a648c5bea041a8898dfea19fffe19a8c019fffda2646269747301636c73744a78dadbb918000217015d584093fa4d01032b18c35e2fe1101b77fd6cc9440022caa4694450c4e4e9feab4e99d1fa6d9772ce2bf3a12e0323ded7c982c5e101a5e67f0cbc1e2b6f57ce99c279";

    private const string ReferencedToken =
        "d28443a10126a1044231325866a502653132333435017368747470733a2f2f6578616d706c652e636f6d061a648c5bea041a8898dfea19ffffa16b7374617475735f6c697374a2636964780063757269782168747470733a2f2f6578616d706c652e636f6d2f7374617475736c697374732f315840340f7efea10f1a36dc4797636a17b4dd4848b68997d1d10e8cceb3a38ff33b3dda72964a83989f6cf98560c2fc97a08bc8977cc6b0f84cfedab93d3e4481e938";

    [Fact]
    public void The_JWT_of_the_standard_is_read_and_its_signature_is_right()
    {
        StatusListToken.TryParseJwt(Encoding.ASCII.GetBytes(Jwt), out var token, out var refusal).Should().BeTrue(refusal?.ToString());
        AssertIsTheExample(token!);
        token!.Message.Key.Issuer.Should().Be("https://example.com");
    }

    [Fact]
    public void The_CWT_of_the_standard_is_read_and_its_signature_is_right()
    {
        StatusListToken.TryParseCwt(Convert.FromHexString(Cwt), out var token, out var refusal).Should().BeTrue(refusal?.ToString());
        AssertIsTheExample(token!);
        token!.Message.Key.Issuer.Should().BeNull();
    }

    [Fact]
    public void The_CWT_of_the_standard_that_refers_to_the_list_says_where_its_status_is()
    {
        var profile = new CoseProfile { Algorithms = [SignatureAlgorithm.Es256] };
        CoseSign1.TryParse(Convert.FromHexString(ReferencedToken), profile, out var message, out var refusal).Should().BeTrue(refusal?.ToString());
        IsRight(message!.ToSignedMessage("application/cwt", null, null)).Should().BeTrue();
        CwtClaims.TryRead(message.Payload, CborLimits.Token, out var claims, out _).Should().BeTrue();
        claims!.TryGet(StatusListClaim.CwtLabel, out var status).Should().BeTrue();
        StatusListClaim.TryRead(status!, out var reference, out _).Should().BeTrue();
        reference.Should().Be(new StatusReference("status_list", new Uri("https://example.com/statuslists/1")) { Index = 0 });
        StatusListClaim.ToCbor(reference!).Should().Equal(status!.Encoded.ToArray());
    }

    [Theory]
    [InlineData(StatusListFormat.Jwt)]
    [InlineData(StatusListFormat.Cwt)]
    public async Task What_is_published_says_what_it_was_told_to(StatusListFormat format)
    {
        using var world = new World();
        var publication = new StatusListPublication
        {
            Format = format,
            TimeToLive = TimeSpan.FromHours(1),
            Lifetime = TimeSpan.FromDays(2),
            Issuer = World.Issuer.Value,
            Aggregation = new Uri("https://status.example.gov/lists?of=all&page=1+2"),
        };
        var at = World.Now.AddMilliseconds(700);
        var bytes = await StatusListToken.SignAsync(world.Key, World.Address, World.List(2, (5, 2)), at, publication, World.Cancel);

        var token = Parse(format, bytes);
        token.Address.Should().Be(World.Address.OriginalString);
        token.Validity.Should().Be(new ValidityPeriod(World.Now, null, World.Now.AddDays(2)));
        token.TimeToLive.Should().Be(TimeSpan.FromHours(1));
        token.Aggregation.Should().Be(publication.Aggregation);
        token.Message.Key.Issuer.Should().Be(World.Issuer.Value);
        token.Message.Key.Profile.Should().Be(format is StatusListFormat.Jwt ? "statuslist+jwt" : "statuslist+cwt");
        token.TryDecode(out var list, out _).Should().BeTrue();
        list!.TryGet(5, out var value).Should().BeTrue();
        value.Should().Be(StatusValue.Suspended);
    }

    [Theory]
    [InlineData("sub", """{"iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("sub", """{"sub":"","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("iat", """{"sub":"https://a","status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("status_list", """{"sub":"https://a","iat":1}""")]
    [InlineData("status_list", """{"sub":"https://a","iat":1,"status_list":[]}""")]
    [InlineData("status_list/bits", """{"sub":"https://a","iat":1,"status_list":{"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("status_list/bits", """{"sub":"https://a","iat":1,"status_list":{"bits":"1","lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("status_list/bits", """{"sub":"https://a","iat":1,"status_list":{"bits":3,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("status_list/bits", """{"sub":"https://a","iat":1,"status_list":{"bits":0,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("status_list/bits", """{"sub":"https://a","iat":1,"status_list":{"bits":16,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("status_list/bits", """{"sub":"https://a","iat":1,"status_list":{"bits":1.5,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("status_list/bits", """{"sub":"https://a","iat":1,"status_list":{"bits":1e400,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("status_list/lst", """{"sub":"https://a","iat":1,"status_list":{"bits":1}}""")]
    [InlineData("status_list/lst", """{"sub":"https://a","iat":1,"status_list":{"bits":1,"lst":7}}""")]
    [InlineData("status_list/lst", """{"sub":"https://a","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ=="}}""")]
    [InlineData("status_list/lst", """{"sub":"https://a","iat":1,"status_list":{"bits":1,"lst":"eNrb uRgAAhcBXQ"}}""")]
    [InlineData("status_list/lst", """{"sub":"https://a","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBX+"}}""")]
    [InlineData("status_list/aggregation_uri", """{"sub":"https://a","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ","aggregation_uri":7}}""")]
    [InlineData("status_list/aggregation_uri", """{"sub":"https://a","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ","aggregation_uri":"a"}}""")]
    [InlineData("ttl", """{"sub":"https://a","iat":1,"ttl":0,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("ttl", """{"sub":"https://a","iat":1,"ttl":-1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("ttl", """{"sub":"https://a","iat":1,"ttl":"60","status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("ttl", """{"sub":"https://a","iat":1,"ttl":null,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [InlineData("ttl", """{"sub":"https://a","iat":1,"ttl":1e400,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""")]
    [Attack("STL-03", "STL-05")]
    public void A_claim_that_is_missing_or_has_another_form_is_refused_by_its_place(string location, string payload)
    {
        using var world = new World();
        StatusListToken.TryParseJwt(world.SignJwt(payload), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be("status.malformed");
        refusal.Location.Should().Be(location);
    }

    [Theory]
    [InlineData("""{"sub":"https://a","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""", null)]
    [InlineData("""{"sub":"https://a","iat":1,"ttl":0.5,"status_list":{"bits":1,"lst":"\u0065NrbuRgAAhcBXQ"},"more":[1]}""", 0.5)]
    [InlineData("""{"sub":"https://a","iat":1,"ttl":43200,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ","more":1}}""", 43200.0)]
    [InlineData("""{"sub":"https://a","iat":1,"ttl":9e20,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}""", 100.0 * 366 * 86400)]
    public void A_token_with_what_it_must_say_is_read_and_may_say_more(string payload, double? seconds)
    {
        using var world = new World();
        StatusListToken.TryParseJwt(world.SignJwt(payload), out var token, out var refusal).Should().BeTrue(refusal?.ToString());
        (token!.TimeToLive?.TotalSeconds).Should().Be(seconds);
        (token.TimeToLive is null).Should().Be(seconds is null);
        token.TryDecode(out var list, out _).Should().BeTrue();
        list!.Count.Should().Be(16);
    }

    [Fact]
    public void What_cannot_be_asked_of_a_publication_is_refused_at_once()
    {
        FluentActions.Invoking(() => new StatusListPublication { TimeToLive = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new StatusListPublication { TimeToLive = TimeSpan.FromDays(32) }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new StatusListPublication { TimeToLive = TimeSpan.FromMilliseconds(1500) }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new StatusListPublication { Lifetime = TimeSpan.FromDays(36_500) }).Should().Throw<ArgumentOutOfRangeException>();
        using var world = new World();
        var shorter = new StatusListPublication { TimeToLive = TimeSpan.FromHours(2), Lifetime = TimeSpan.FromHours(1) };
        FluentActions.Invoking(() => StatusListToken.SignAsync(world.Key, World.Address, World.List(), World.Now, shorter, World.Cancel).AsTask())
            .Should().ThrowAsync<ArgumentException>();
    }

    private static void AssertIsTheExample(StatusListToken token)
    {
        token.Address.Should().Be("https://example.com/statuslists/1");
        token.Validity.IssuedAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1686920170));
        token.Validity.ExpiresAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(2291720170));
        token.TimeToLive.Should().Be(TimeSpan.FromSeconds(43200));
        token.Aggregation.Should().BeNull();
        token.Message.Key.KeyId.ToArray().Should().Equal("12"u8.ToArray());
        IsRight(token.Message).Should().BeTrue();
        token.TryDecode(out var list, out _).Should().BeTrue();
        Enumerable.Range(0, 16).Select(index => list!.TryGet(index, out var value) ? value.Value : 99)
            .Should().Equal(1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1);
    }

    private static bool IsRight(SignedMessage message)
    {
        Jwk.TryParse(Encoding.UTF8.GetBytes(Key), out var jwk, out _).Should().BeTrue();
        return jwk!.VerificationKey!.Verify(message.Algorithm, message.SigningInput.Span, message.Signature.Span);
    }

    private static StatusListToken Parse(StatusListFormat format, byte[] bytes)
    {
        Refusal? refusal;
        StatusListToken? token;
        (format is StatusListFormat.Jwt
            ? StatusListToken.TryParseJwt(bytes, out token, out refusal)
            : StatusListToken.TryParseCwt(bytes, out token, out refusal)).Should().BeTrue(refusal?.ToString());
        return token!;
    }
}
