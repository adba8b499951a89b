using System.Text;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>What the issuer signed: type, times, issuer, status.</summary>
public sealed class SdJwtVcAttackTests
{
    private const string Status = "\"status\":{\"status_list\":{\"idx\":7,\"uri\":\"https://status.example/1\"}}";

    [Theory]
    [Attack("JWS-18")]
    [InlineData("JWT")]
    [InlineData("kb+jwt")]
    [InlineData("statuslist+jwt")]
    [InlineData("sd-jwt")]
    [InlineData("example+sd-jwt")]
    [InlineData("dc+sd-jwt-x")]
    public async Task A_token_of_another_type_is_no_credential(string type)
    {
        await Desk.AcceptAsync(await new SdJwtSample().IssueAsync());
        await Desk.AcceptAsync(await new SdJwtSample { Type = "application/dc+sd-jwt" }.IssueAsync());
        await Desk.RefuseAsync(await new SdJwtSample { Type = type }.IssueAsync(), JoseRefusalCodes.TypeMismatch);
    }

    [Fact]
    [Attack("JWS-18")]
    public async Task The_older_type_is_accepted_only_where_it_is_allowed()
    {
        var text = await new SdJwtSample { Type = "vc+sd-jwt" }.IssueAsync();
        await Desk.RefuseAsync(text, JoseRefusalCodes.TypeMismatch);
        await Desk.AcceptAsync(text, options: new() { AcceptVcSdJwt = true });

        // A name like any other for what is no verifiable credential.
        SdJwtCredential.TryRead(Encoding.ASCII.GetBytes(text), SdJwtProfile.Of("vc+sd-jwt"), out var other, out _).Should().BeTrue();
        (await Desk.Verifier().VerifyAsync(other!, Desk.Unbound)).Refusal.Should().BeNull();
    }

    [Theory]
    [Attack("JWS-19")]
    [InlineData("\"exp\":1799999940", ValidityRefusalCodes.Expired)]
    [InlineData("\"exp\":1799999941", null)]
    [InlineData("\"exp\":1700000000", ValidityRefusalCodes.Expired)]
    [InlineData("\"nbf\":1800000060", null)]
    [InlineData("\"nbf\":1800000061", ValidityRefusalCodes.NotYetValid)]
    [InlineData("\"iat\":1800000060", null)]
    [InlineData("\"iat\":1800000061", ValidityRefusalCodes.IssuedInFuture)]
    [InlineData("\"iat\":1831536000", ValidityRefusalCodes.IssuedInFuture)]
    [InlineData("\"exp\":-1", JoseRefusalCodes.ClaimType)]
    [InlineData("\"exp\":1e400", JoseRefusalCodes.ClaimType)]
    [InlineData("\"exp\":1e12", JoseRefusalCodes.ClaimType)]
    [InlineData("\"exp\":\"1900000000\"", JoseRefusalCodes.ClaimType)]
    [InlineData("\"exp\":null", JoseRefusalCodes.ClaimType)]
    [InlineData("\"nbf\":\"1\"", JoseRefusalCodes.ClaimType)]
    [InlineData("\"iat\":{}", JoseRefusalCodes.ClaimType)]
    [InlineData("\"exp\":1.9e9", null)]
    public async Task Times_are_read_strictly_and_kept_to_the_second(string time, string? code)
    {
        var text = await new SdJwtSample().SignAsync($"{{\"iss\":\"{SdJwtSample.Issuer}\",\"vct\":\"urn:example:id\",{time}}}");
        ((await Desk.VerifyAsync(text)).Refusal?.Code).Should().Be(code);
    }

    [Fact]
    [Attack("JWS-19", "SDJ-21")]
    public async Task A_claim_that_is_required_must_be_there_or_shown()
    {
        var required = new VerificationRequest { RequiredClaims = ["exp", "given_name"] };
        var sample = new SdJwtSample();
        var text = await sample.IssueAsync($"\"_sd\":[\"{sample.Disclose("[\"some salt here\",\"given_name\",\"Ada\"]")}\"]");
        await Desk.AcceptAsync(text, required);

        await Desk.RefuseAsync(text.Split('~')[0] + "~", CredentialRefusalCodes.ClaimMissing, required);
        var withoutEnd = new SdJwtSample();
        var endless = await withoutEnd.SignAsync(
            $"{{\"iss\":\"{SdJwtSample.Issuer}\",\"vct\":\"urn:example:id\",\"_sd\":[\"{withoutEnd.Disclose("[\"some salt here\",\"given_name\",\"Ada\"]")}\"]}}");
        await Desk.AcceptAsync(endless);
        await Desk.RefuseAsync(endless, CredentialRefusalCodes.ClaimMissing, required);
    }

    [Fact]
    [Attack("JWS-21")]
    public async Task The_key_of_one_issuer_does_not_speak_for_another()
    {
        var keys = new KnownKeys().Add(SdJwtSample.IssuerKey.VerificationKey, "https://b.example");
        var verifier = Desk.Verifier(keys: keys);
        (await verifier.VerifyAsync(await new SdJwtSample().IssueAsync(), Desk.Unbound)).Refusal!.Code.Should().Be(SignatureRefusalCodes.IssuerKeyMismatch);

        var own = await new SdJwtSample().SignAsync("{\"iss\":\"https://b.example\",\"vct\":\"urn:example:id\"}");
        (await verifier.VerifyAsync(own, Desk.Unbound)).GetValueOrThrow().Issuer.Value.Should().Be("https://b.example");
        var silent = await new SdJwtSample().SignAsync("{\"vct\":\"urn:example:id\"}");
        (await verifier.VerifyAsync(silent, Desk.Unbound)).GetValueOrThrow().Issuer.Value.Should().Be("https://b.example");
    }

    [Fact]
    public async Task What_was_altered_or_signed_by_a_stranger_is_refused()
    {
        var text = await new SdJwtSample().IssueAsync("\"age\":17");
        await Desk.AcceptAsync(text);
        var parts = text.Split('.');
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).Replace("17", "18", StringComparison.Ordinal);
        await Desk.RefuseAsync($"{parts[0]}.{SdJwtSample.Encode(payload)}.{parts[2]}", SignatureRefusalCodes.Invalid);
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Es256);
        await Desk.RefuseAsync(await new SdJwtSample { Signer = stranger }.IssueAsync("\"age\":17"), SignatureRefusalCodes.Invalid);
    }

    [Theory]
    [InlineData("{\"iss\":\"https://issuer.example\"}", JoseRefusalCodes.ClaimMissing)]
    [InlineData("{\"iss\":\"https://issuer.example\",\"vct\":1}", JoseRefusalCodes.ClaimType)]
    [InlineData("{\"iss\":\"https://issuer.example\",\"vct\":\"\"}", JoseRefusalCodes.ClaimType)]
    [InlineData("{\"iss\":7,\"vct\":\"urn:example:id\"}", JoseRefusalCodes.ClaimType)]
    [InlineData("{\"iss\":\"https://issuer.example\",\"vct\":\"urn:example:id\",\"cnf\":1}", JoseRefusalCodes.ClaimType)]
    [InlineData("[]", SdJwtRefusalCodes.Malformed)]
    [InlineData("1", SdJwtRefusalCodes.Malformed)]
    [InlineData("", JsonRefusalCodes.Malformed)]
    [InlineData("{\"iss\":\"https://issuer.example\",\"vct\":\"urn:example:id\",\"exp\":1,\"exp\":2}", JsonRefusalCodes.DuplicateMember)]
    public async Task What_the_issuer_signed_has_its_form(string payload, string code) =>
        await Desk.RefuseAsync(await new SdJwtSample().SignAsync(payload), code);

    [Fact]
    [Attack("STL-11")]
    public async Task The_status_of_what_is_refused_anyway_is_never_asked_for()
    {
        var (status, options) = (new CountedStatus(), new CredentialVerifierOptions());
        var text = await new SdJwtSample().IssueAsync($"{Status},{SdJwtSample.Confirmation}");
        var bound = await SdJwtSample.BindAsync(text);
        async Task<string?> CodeAsync(string presented, VerificationRequest request) => (await Desk.VerifyAsync(presented, request, status, options)).Refusal?.Code;

        (await CodeAsync(bound, Desk.Bound with { At = SdJwtSample.Now.AddYears(1) })).Should().Be(ValidityRefusalCodes.Expired);
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Es256);
        (await CodeAsync(await new SdJwtSample { Signer = stranger }.IssueAsync(Status), Desk.Unbound)).Should().Be(SignatureRefusalCodes.Invalid);
        (await CodeAsync(text, Desk.Bound)).Should().Be(SdJwtRefusalCodes.KeyBindingRequired);
        (await CodeAsync(bound + "A", Desk.Bound)).Should().NotBeNull();
        (await CodeAsync(await new SdJwtSample().Add("AAAA").IssueAsync(Status), Desk.Unbound)).Should().Be(SdJwtRefusalCodes.DisclosureUnreferenced);
        (await CodeAsync(bound, Desk.Bound with { AcceptedTypes = ["urn:example:other"] })).Should().Be(CredentialRefusalCodes.TypeNotAccepted);
        status.Asked.Should().Be(0);

        (await CodeAsync(bound, Desk.Bound)).Should().BeNull();
        status.Asked.Should().Be(1);
        status.LastAsked.Should().Be(new StatusReference("status_list", new Uri("https://status.example/1")) { Index = 7 });
    }

    [Fact]
    [Attack("STL-17")]
    public async Task A_credential_without_status_is_refused_where_one_is_demanded()
    {
        var demanding = new VerificationRequest { RequireStatus = true };
        await Desk.AcceptAsync(await new SdJwtSample().IssueAsync());
        await Desk.RefuseAsync(await new SdJwtSample().IssueAsync(), CredentialRefusalCodes.StatusMissing, demanding);
        (await Desk.VerifyAsync(await new SdJwtSample().IssueAsync(Status), demanding, new CountedStatus())).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task A_status_that_cannot_be_checked_is_not_a_good_one()
    {
        var text = await new SdJwtSample().IssueAsync(Status);
        var verdict = await Desk.VerifyAsync(text);
        (verdict.Refusal!.Code, verdict.Grade).Should().Be((CredentialRefusalCodes.StatusNotChecked, Grade.Undetermined));
        (await Desk.VerifyAsync(text, status: new CountedStatus(isGood: false))).Refusal!.Code.Should().Be("status.revoked");
        var unknown = await Desk.VerifyAsync(await new SdJwtSample().IssueAsync("\"status\":{\"other_list\":{}}"), status: new CountedStatus());
        (unknown.Refusal!.Code, unknown.Grade).Should().Be((StatusRefusalCodes.MechanismUnknown, Grade.Undetermined));
    }

    [Theory]
    [Attack("STL-01")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("{\"status_list\":1}")]
    [InlineData("{\"status_list\":{}}")]
    [InlineData("{\"status_list\":{\"idx\":-1,\"uri\":\"https://status.example/1\"}}")]
    [InlineData("{\"status_list\":{\"idx\":1.5,\"uri\":\"https://status.example/1\"}}")]
    [InlineData("{\"status_list\":{\"idx\":\"5\",\"uri\":\"https://status.example/1\"}}")]
    [InlineData("{\"status_list\":{\"idx\":9223372036854775808,\"uri\":\"https://status.example/1\"}}")]
    [InlineData("{\"status_list\":{\"idx\":5}}")]
    [InlineData("{\"status_list\":{\"idx\":5,\"uri\":1}}")]
    [InlineData("{\"status_list\":{\"idx\":5,\"uri\":\"no address\"}}")]
    [InlineData("{\"status_list\":{\"idx\":5,\"uri\":\"/lists/1\"}}")]
    [InlineData("{\"status_list\":{\"idx\":5,\"uri\":\"//status.example/1\"}}")]
    [InlineData("{\"status_list\":{\"idx\":5,\"uri\":\" https://status.example/1\"}}")]
    [InlineData("{}")]
    public async Task A_status_that_is_not_stated_as_it_must_be_is_refused(string status)
    {
        var checker = new CountedStatus();
        var verdict = await Desk.VerifyAsync(await new SdJwtSample().IssueAsync($"\"status\":{status}"), status: checker);
        verdict.Refusal!.Code.Should().Be(StatusRefusalCodes.Malformed);
        checker.Asked.Should().Be(0);
    }

    [Fact]
    public async Task The_result_says_what_was_found_and_the_checks_in_their_order()
    {
        var text = await SdJwtSample.BindAsync(await new SdJwtSample().IssueAsync($"{Status},{SdJwtSample.Confirmation},\"age\":18"));
        var verdict = await Desk.VerifyAsync(text, Desk.Bound, new CountedStatus());
        var credential = verdict.GetValueOrThrow();
        credential.Format.Should().Be(CredentialFormats.SdJwtVc);
        credential.Issuer.Value.Should().Be(SdJwtSample.Issuer);
        credential.Types.Should().Equal("urn:example:id");
        credential.Claims.GetProperty("age").GetInt32().Should().Be(18);
        credential.Validity.ExpiresAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_800_100_000));
        credential.Status.Should().ContainSingle();
        credential.HolderKey.Should().NotBeNull();
        Encoding.ASCII.GetString(credential.Presented.Span).Should().Be(text);
        verdict.Checks.Select(check => check.Name).Where(name => name is not "issuer_binding").Should().Equal(
            "clock", "issuer_key", "issuer_signature", "trust", "disclosures", "validity", "holder_binding", "status");
    }

    [Fact]
    public async Task The_trust_policy_is_asked_of_the_type_and_the_key_resolver_of_issuer_and_key()
    {
        var (keys, trust) = (new KnownKeys().Add(SdJwtSample.IssuerKey.VerificationKey, SdJwtSample.Issuer), new TrustAll());
        var verifier = new CredentialVerifier(keys, trust, null, VerdictPolicy.Strict, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(SdJwtSample.Now));
        (await verifier.VerifyAsync(await new SdJwtSample().IssueAsync(), Desk.Unbound)).IsAccepted.Should().BeTrue();
        trust.LastAsked!.Act.Should().Be(TrustAct.Issue);
        trust.LastAsked.Matter.Should().Be("urn:example:id");
        keys.LastAsked!.Profile.Should().Be("dc+sd-jwt");
        keys.LastAsked.Issuer.Should().Be(SdJwtSample.Issuer);
        Encoding.UTF8.GetString(keys.LastAsked.KeyId.Span).Should().Be(SdJwtSample.IssuerKey.KeyId.Value);
        keys.LastAsked.SignedAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_799_990_000));
    }

    [Fact]
    public async Task Length_is_limited()
    {
        var most = new string('a', 47_000);
        await Desk.AcceptAsync(await new SdJwtSample().IssueAsync($"\"a\":\"{most}\""));
        await Desk.RefuseAsync(await new SdJwtSample().IssueAsync($"\"a\":\"{most}{most}\""), SdJwtRefusalCodes.TooLarge);
        var text = await new SdJwtSample().IssueAsync();
        await Desk.RefuseAsync(text + new string('A', 256 * 1024), SdJwtRefusalCodes.TooLarge);
    }

    [Theory]
    [InlineData("e~", JoseRefusalCodes.Malformed)]
    [InlineData("e.e.e~", null)]
    [InlineData("eyJ.eyJ~", JoseRefusalCodes.Malformed)]
    [InlineData("e.e.e.e.e~", JoseRefusalCodes.Malformed)]
    public void What_only_looks_like_one_is_refused(string text, string? code)
    {
        CredentialReader.TryRead(text, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(code ?? EncodingRefusalCodes.Base64Url);
    }

    [Fact]
    public async Task A_profile_made_from_another_has_its_own_types()
    {
        var text = Encoding.ASCII.GetBytes(await new SdJwtSample { Type = "example+sd-jwt" }.IssueAsync());
        SdJwtCredential.TryRead(text, SdJwtProfile.Vc, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JoseRefusalCodes.TypeMismatch);
        SdJwtCredential.TryRead(text, SdJwtProfile.Vc with { Types = ["example+sd-jwt"] }, out _, out _).Should().BeTrue();
    }
}
