using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>RFC 9901, 5, which a clone has without the shared vectors.</summary>
public sealed class Rfc9901ExampleTests
{
    private static readonly DateTimeOffset Made = DateTimeOffset.FromUnixTimeSeconds(1_748_537_244);

    private static string Issued => Rfc9901Example.IssuerSigned + "~" + string.Concat(Rfc9901Example.Disclosures.Select(one => one.Disclosure + "~"));

    private static string Presented =>
        Rfc9901Example.IssuerSigned + "~" + string.Concat(Rfc9901Example.Shown.Select(i => Rfc9901Example.Disclosures[i].Disclosure + "~")) + Rfc9901Example.KeyBinding;

    [Fact]
    public void Each_disclosure_has_the_digest_that_the_RFC_prints() =>
        Rfc9901Example.Disclosures.Should().HaveCount(10).And.AllSatisfy(one => SdJwtSample.DigestOf(one.Disclosure).Should().Be(one.Digest));

    [Fact]
    public async Task The_presentation_verifies_to_the_processed_payload()
    {
        var verdict = await VerifyAsync(Presented, HolderBindingDemand.Required("https://verifier.example.org", "1234567890"));
        verdict.Refusal.Should().BeNull();
        JsonElement.DeepEquals(verdict.GetValueOrThrow().Claims, JsonElement.Parse(Rfc9901Example.Processed)).Should().BeTrue();
        verdict.GetValueOrThrow().HolderBinding.Should().Be(HolderBinding.Proved);
    }

    [Fact]
    public async Task The_presentation_is_refused_to_another_verifier_and_for_another_challenge()
    {
        (await VerifyAsync(Presented, HolderBindingDemand.Required("https://verifier.example", "1234567890"))).Refusal!.Code.Should().Be(SdJwtRefusalCodes.KeyBindingAudience);
        (await VerifyAsync(Presented, HolderBindingDemand.Required("https://verifier.example.org", "123456789"))).Refusal!.Code.Should().Be(SdJwtRefusalCodes.KeyBindingNonce);
    }

    [Fact]
    public void The_holder_of_what_was_issued_makes_the_same_presentation()
    {
        SdJwtCredential.TryRead(Encoding.ASCII.GetBytes(Issued), SdJwtProfile.Of("example+sd-jwt"), out var held, out _).Should().BeTrue();
        var claims = ClaimPaths.Parse("/family_name", "/address", "/given_name", "/nationalities/0");
        SdJwtHolder.TryPresent(held!, claims, out var presentation, out _).Should().BeTrue();
        presentation!.ToString().Split('~').Order().Should().Equal((Presented[..(Presented.LastIndexOf('~') + 1)]).Split('~').Order());
    }

    [Fact]
    public async Task An_SD_JWT_of_another_kind_is_no_credential_to_the_reader() =>
        await Desk.RefuseAsync(Issued, DpiBlocks.Cryptography.Jose.JoseRefusalCodes.TypeMismatch);

    private static async Task<Verification<VerifiedCredential>> VerifyAsync(string text, HolderBindingDemand demand)
    {
        SdJwtCredential.TryRead(Encoding.ASCII.GetBytes(text), SdJwtProfile.Of("example+sd-jwt"), out var credential, out _).Should().BeTrue();
        Jwk.TryParse(Encoding.UTF8.GetBytes(Rfc9901Example.IssuerKey), out var key, out _).Should().BeTrue();
        var keys = new KnownKeys().Add(key!.VerificationKey!, "https://issuer.example.com");
        var verifier = new CredentialVerifier(keys, new TrustAll(), null, VerdictPolicy.Strict, new FakeTimeProvider(Made));
        return await verifier.VerifyAsync(credential!, new VerificationRequest { HolderBinding = demand });
    }
}
