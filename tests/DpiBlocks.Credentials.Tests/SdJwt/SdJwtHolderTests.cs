using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Credentials.Tests.SdJwt;

public sealed class SdJwtHolderTests
{
    private const string Claims = """{"given_name":"Ada","family_name":"Lovelace","address":{"city":"Bath","street":"1 Royal Crescent"},"nationalities":["GB","IN","FR"]}""";
    private static readonly string[] Disclosable = ["/given_name", "/family_name", "/address", "/address/city", "/address/street", "/nationalities/*"];

    [Fact]
    [Attack("SDJ-26")]
    public async Task Only_what_was_chosen_is_shown_and_what_it_lies_in()
    {
        var held = await HeldAsync();
        (await ShownAsync(held)).Should().Be("""{"nationalities":[]}""");
        (await ShownAsync(held, "/given_name")).Should().Be("""{"nationalities":[],"given_name":"Ada"}""");
        (await ShownAsync(held, "/address/city")).Should().Be("""{"nationalities":[],"address":{"city":"Bath"}}""");
        (await ShownAsync(held, "/address")).Should().Be("""{"nationalities":[],"address":{}}""");
        (await ShownAsync(held, "/nationalities/1")).Should().Be("""{"nationalities":["IN"]}""");
        (await ShownAsync(held, "/nationalities/*")).Should().Be("""{"nationalities":["GB","IN","FR"]}""");
        (await ShownAsync(held, "/nationalities")).Should().Be("""{"nationalities":[]}""");
        (await ShownAsync(held, "/iss", "/iat", "/vct")).Should().Be("""{"nationalities":[]}""");
    }

    [Fact]
    [Attack("SDJ-26")]
    public async Task A_presentation_holds_no_disclosure_more_than_is_needed_in_the_order_of_issue()
    {
        var held = await HeldAsync();
        SdJwtHolder.TryPresent(held, ClaimPaths.Parse("/family_name", "/address/street", "/given_name"), out var presentation, out _).Should().BeTrue();
        var issued = Encoding.ASCII.GetString(held.Presented.Span).Split('~');
        var shown = presentation!.ToString().Split('~');
        shown[0].Should().Be(issued[0]);
        shown[^1].Should().BeEmpty();
        shown[1..^1].Should().HaveCount(4).And.OnlyHaveUniqueItems().And.BeSubsetOf(issued);
        shown[1..^1].Select(text => Array.IndexOf(issued, text)).Should().BeInAscendingOrder();
        presentation.IsBound.Should().BeTrue();
    }

    [Theory]
    [Attack("SDJ-26")]
    [InlineData("/email")]
    [InlineData("/address/country")]
    [InlineData("/nationalities/3")]
    [InlineData("/given_name/first")]
    [InlineData("/_sd")]
    [InlineData("/_sd/0")]
    [InlineData("/_sd_alg")]
    public async Task A_claim_that_is_not_there_cannot_be_shown(string path)
    {
        var held = await HeldAsync();
        SdJwtHolder.TryPresent(held, ClaimPaths.Parse("/given_name", path), out _, out var refusal).Should().BeFalse();
        (refusal!.Code, refusal.Location).Should().Be((SdJwtRefusalCodes.PathNotFound, path));
        SdJwtHolder.TryPresent(held, ClaimPaths.Parse(path), out _, out refusal).Should().BeFalse();
        (refusal!.Code, refusal.Location).Should().Be((SdJwtRefusalCodes.PathNotFound, path));
    }

    // A wildcard shows what it leads to, and of nothing else that it lies in something.
    [Fact]
    [Attack("SDJ-26")]
    public async Task What_has_nothing_that_was_chosen_stays_hidden()
    {
        using var claims = JsonDocument.Parse("""{"house":{"city":"Bath"},"office":{"street":"1 Royal Crescent"}}""");
        var held = await RoundTrip.IssueAsync(claims.RootElement, ["/house", "/house/city", "/office", "/office/street"]);
        (await ShownAsync(held, "/*/city")).Should().Be("""{"house":{"city":"Bath"}}""");
        (await ShownAsync(held, "/*/city", "/*/street")).Should().Contain("""{"city":"Bath"}""").And.Contain("""{"street":"1 Royal Crescent"}""");
    }

    // RFC 9901, 7.2: what comes with a key binding is somebody's presentation.
    [Fact]
    public async Task A_presentation_is_not_presented_again_nor_is_what_is_not_in_order()
    {
        var bound = await SdJwtSample.BindAsync(await new SdJwtSample().IssueAsync(SdJwtSample.Confirmation));
        SdJwtCredential.TryRead(Encoding.ASCII.GetBytes(bound), SdJwtProfile.Vc, out var credential, out _).Should().BeTrue();
        SdJwtHolder.TryPresent(credential!, ClaimPaths.None, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(SdJwtRefusalCodes.KeyBindingUnexpected);

        var stray = await new SdJwtSample().Add("AAAA").IssueAsync();
        SdJwtCredential.TryRead(Encoding.ASCII.GetBytes(stray), SdJwtProfile.Vc, out credential, out _).Should().BeTrue();
        SdJwtHolder.TryPresent(credential!, ClaimPaths.None, out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(SdJwtRefusalCodes.DisclosureUnreferenced);
        credential!.TryGetUnverifiedClaims(out _, out refusal).Should().BeFalse();
    }

    [Fact]
    public async Task A_holder_can_tell_its_key_from_others()
    {
        var held = await HeldAsync();
        SdJwtHolder.TryPresent(held, ClaimPaths.None, out var presentation, out _).Should().BeTrue();
        presentation!.IsHolderKey(SdJwtSample.HolderKey.VerificationKey).Should().BeTrue();
        using var other = SigningKey.Generate(SignatureAlgorithm.Es256);
        presentation.IsHolderKey(other.VerificationKey).Should().BeFalse();
    }

    [Theory]
    [InlineData("\"x\":1")]
    [InlineData("\"cnf\":{\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}}")]
    public async Task Where_no_key_is_stated_that_can_be_used_no_key_is_the_holders(string confirmation)
    {
        SdJwtCredential.TryRead(Encoding.ASCII.GetBytes(await new SdJwtSample().IssueAsync(confirmation)), SdJwtProfile.Vc, out var credential, out _).Should().BeTrue();
        SdJwtHolder.TryPresent(credential!, ClaimPaths.None, out var presentation, out _).Should().BeTrue();
        presentation!.IsHolderKey(SdJwtSample.HolderKey.VerificationKey).Should().BeFalse();
    }

    private static async Task<SdJwtCredential> HeldAsync()
    {
        using var claims = JsonDocument.Parse(Claims);
        return await RoundTrip.IssueAsync(claims.RootElement, Disclosable, decoys: 2);
    }

    private static async Task<string> ShownAsync(SdJwtCredential held, params string[] paths)
    {
        var claims = (await Desk.AcceptAsync(await RoundTrip.PresentAsync(held, paths), Desk.Bound)).Claims;
        return RoundTrip.Without(claims, name => name is "iss" or "iat" or "vct" or "cnf").GetRawText();
    }
}
