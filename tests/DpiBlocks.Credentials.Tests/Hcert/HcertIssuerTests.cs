using System.Text.Json;
using CsCheck;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Credentials.Tests.Hcert;

public sealed class HcertIssuerTests
{
    private static readonly DateTimeOffset Now = HcertForge.At;
    private static readonly FakeTimeProvider Clock = new(Now);

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    public async Task What_is_issued_is_verified(string name)
    {
        SignatureAlgorithm.TryFromJose(name, out var algorithm).Should().BeTrue();
        using var key = SigningKey.Generate(algorithm!, KeyId.Parse("dsc-1"));
        var issuer = new HcertIssuer(key, "AT", Clock);
        var text = await issuer.IssueAsync(DccSamples.Utf8(DccSamples.Recovery), Now.AddDays(1), cancellationToken: TestContext.Current.CancellationToken);
        var trust = new HcertTrust().With(new ResolvedKey(key.VerificationKey, PartyId.Parse("AT")) { Country = "AT" }, "dsc-1"u8.ToArray());
        var credential = HcertForge.Judge(text, trust).GetValueOrThrow();
        credential.Types.Should().Equal(DccTypes.Recovery);
        credential.Validity.Should().Be(new ValidityPeriod(Now, null, Now.AddDays(1)));
        JsonElement.DeepEquals(credential.Claims, JsonElement.Parse(DccSamples.Recovery)).Should().BeTrue();
        text.Should().MatchRegex(@"\AHC1:[0-9A-Z $%*+./:-]+\z");
    }

    [Fact]
    public async Task Its_place_in_a_status_list_is_found_by_who_verifies_it()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("dsc-1"));
        var issuer = new HcertIssuer(key, "AT", Clock);
        var place = new StatusReference(StatusReference.StatusList, new Uri("https://status.example/1")) { Index = 7 };
        var status = new CountedStatus();
        var trust = new HcertTrust { Status = status }.With(new ResolvedKey(key.VerificationKey, PartyId.Parse("AT")) { Country = "AT" }, "dsc-1"u8.ToArray());

        var text = await issuer.IssueAsync(DccSamples.Utf8(DccSamples.Recovery), Now.AddDays(1), place, TestContext.Current.CancellationToken);
        HcertForge.Judge(text, trust).GetValueOrThrow().Status.Should().Equal(place);
        status.LastAsked.Should().Be(place);

        text = await issuer.IssueAsync(DccSamples.Utf8(DccSamples.Recovery), Now.AddDays(1), cancellationToken: TestContext.Current.CancellationToken);
        HcertForge.Judge(text, trust).GetValueOrThrow().Status.Should().BeEmpty();
        status.Asked.Should().Be(1);
    }

    [Fact]
    public async Task A_place_that_no_verifier_could_read_is_not_written()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        var good = new StatusReference(StatusReference.StatusList, new Uri("https://status.example/1"));
        foreach (var bad in new[] { good with { Index = -1 }, good with { Mechanism = "identifier_list" }, good with { List = new Uri("/1", UriKind.Relative) } })
        {
            var act = async () => await new HcertIssuer(key, "AT", Clock).IssueAsync(DccSamples.Utf8(DccSamples.Recovery), Now.AddDays(1), bad);
            await act.Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task The_key_id_is_that_of_the_certificate()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        var options = new HcertIssuerOptions { KeyId = HcertKeyId.Of(HcertForge.Austria.Der) };
        var text = await new HcertIssuer(key, "AT", Clock, options).IssueAsync(DccSamples.Utf8(DccSamples.Test), Now.AddDays(1), cancellationToken: TestContext.Current.CancellationToken);
        HcertCredential.TryParse(text, out var credential, out _).Should().BeTrue();
        credential!.KeyId.ToArray().Should().Equal(HcertKeyId.Of(HcertForge.Austria.Der)).And.HaveCount(HcertKeyId.Length);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"ver\":\"1.3.0\"}")]
    public async Task What_would_be_refused_is_not_issued(string claims)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        var issuer = new HcertIssuer(key, "AT", Clock);
        var act = async () => await issuer.IssueAsync(DccSamples.Utf8(claims), Now.AddDays(1));
        await act.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Unknown_codes_unborn_people_and_past_ends_are_not_issued()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        var issuer = new HcertIssuer(key, "AT", Clock);
        foreach (var claims in new[]
        {
            DccSamples.WithEntry(DccSamples.Vaccination, "mp", "EU/1/99/1"),
            DccSamples.With(DccSamples.Vaccination, payload => payload["dob"] = "2027-01-01"),
            DccSamples.With(DccSamples.Vaccination, payload => payload["more"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4_000))),
        })
        {
            var act = async () => await issuer.IssueAsync(DccSamples.Utf8(claims), Now.AddDays(1));
            await act.Should().ThrowAsync<ArgumentException>();
        }

        var late = async () => await issuer.IssueAsync(DccSamples.Utf8(DccSamples.Vaccination), Now);
        await late.Should().ThrowAsync<ArgumentOutOfRangeException>();
        (await issuer.IssueAsync(DccSamples.Utf8(DccSamples.Vaccination), Now.AddSeconds(1), cancellationToken: TestContext.Current.CancellationToken)).Should().StartWith("HC1:");
    }

    [Fact]
    public void Only_ES256_and_PS256_and_an_issuer_with_a_name_will_do()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        FluentActions.Invoking(() => new HcertIssuer(other, "AT", Clock)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new HcertIssuer(key, " ", Clock)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new HcertIssuer(key, new string('A', 81), Clock)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Any_content_that_follows_the_schema_comes_back_as_it_was()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("k"));
        var issuer = new HcertIssuer(key, "AT", Clock);
        var trust = new HcertTrust().With(new ResolvedKey(key.VerificationKey, PartyId.Parse("AT")), "k"u8.ToArray());
        await DccGenerator.Payload.SampleAsync(async payload =>
        {
            var text = await issuer.IssueAsync(DccSamples.Utf8(payload), Now.AddDays(1));
            var credential = HcertForge.Judge(text, trust).GetValueOrThrow();
            JsonElement.DeepEquals(credential.Claims, JsonElement.Parse(payload)).Should().BeTrue();
        }, iter: 300, threads: 1);
    }
}
