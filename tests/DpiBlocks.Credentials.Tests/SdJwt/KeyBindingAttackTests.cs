using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>RFC 9901, 7.3: the proof that whoever presents holds the key.</summary>
public sealed class KeyBindingAttackTests
{
    private static readonly VerificationRequest WhenBound = new() { HolderBinding = HolderBindingDemand.WhenBound(SdJwtSample.Audience, SdJwtSample.Nonce) };
    private static readonly VerificationRequest NotDemanded = new() { HolderBinding = HolderBindingDemand.NotDemanded };

    [Fact]
    [Attack("SDJ-13")]
    public async Task A_bound_credential_without_its_proof_is_refused_unless_the_request_says_otherwise()
    {
        var text = await BoundAsync();
        (await Desk.AcceptAsync(await SdJwtSample.BindAsync(text), Desk.Bound)).HolderBinding.Should().Be(HolderBinding.Proved);

        await Desk.RefuseAsync(text, SdJwtRefusalCodes.KeyBindingRequired, Desk.Bound);
        await Desk.RefuseAsync(text, SdJwtRefusalCodes.KeyBindingRequired, WhenBound);
        await Desk.RefuseAsync(text, SdJwtRefusalCodes.KeyBindingRequired, Desk.Unbound);
        (await Desk.AcceptAsync(text, NotDemanded)).HolderBinding.Should().Be(HolderBinding.NotDemanded);
    }

    [Fact]
    [Attack("SDJ-13")]
    public async Task That_a_proof_came_does_not_make_it_one_that_was_asked_for()
    {
        var bound = await SdJwtSample.BindAsync(await BoundAsync());
        await Desk.RefuseAsync(bound, SdJwtRefusalCodes.KeyBindingRequired, Desk.Unbound);

        var credential = await Desk.AcceptAsync(bound, NotDemanded);
        credential.HolderBinding.Should().Be(HolderBinding.NotDemanded);
        credential.HolderKey.Should().BeNull();
    }

    [Fact]
    [Attack("SDJ-13")]
    public async Task A_credential_bound_to_nobody_passes_where_that_will_do_and_says_so()
    {
        var text = await new SdJwtSample().IssueAsync();
        (await Desk.AcceptAsync(text, Desk.Unbound)).HolderBinding.Should().Be(HolderBinding.None);
        (await Desk.AcceptAsync(text, WhenBound)).HolderBinding.Should().Be(HolderBinding.None);
        (await Desk.AcceptAsync(text, NotDemanded)).HolderBinding.Should().Be(HolderBinding.None);
        await Desk.RefuseAsync(text, CredentialRefusalCodes.NotBound, Desk.Bound);
    }

    [Fact]
    [Attack("SDJ-14")]
    public async Task A_proof_that_is_not_the_holders_signature_is_refused()
    {
        var text = await BoundAsync();
        var bound = await SdJwtSample.BindAsync(text);
        await Desk.AcceptAsync(bound, Desk.Bound);

        using var other = SigningKey.Generate(SignatureAlgorithm.Es256);
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text, key: other), SdJwtRefusalCodes.KeyBindingSignature, Desk.Bound);
        var corrupted = bound[..^10] + (bound[^10] == 'A' ? 'B' : 'A') + bound[^9..];
        await Desk.RefuseAsync(corrupted, SdJwtRefusalCodes.KeyBindingSignature, Desk.Bound);
        using var longer = SigningKey.Generate(SignatureAlgorithm.Es384);
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text, key: longer), SdJwtRefusalCodes.KeyBindingSignature, Desk.Bound);
    }

    [Theory]
    [Attack("SDJ-14")]
    [InlineData("\"cnf\":{\"kid\":\"holder\"}")]
    [InlineData("\"cnf\":{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}")]
    [InlineData("\"cnf\":{\"jwk\":\"text\"}")]
    [InlineData("\"cnf\":{\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}}")]
    [InlineData("\"cnf\":{\"jwk\":{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}}")]
    [InlineData("\"cnf\":{\"x5c\":[\"AA==\"]}")]
    public async Task A_holder_whose_key_is_not_stated_cannot_prove_it(string confirmation)
    {
        var text = await new SdJwtSample().IssueAsync(confirmation);
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text), SdJwtRefusalCodes.KeyBindingKey, Desk.Bound);
    }

    [Theory]
    [Attack("SDJ-14")]
    [InlineData("no json", JsonRefusalCodes.Malformed)]
    [InlineData("[]", JoseRefusalCodes.Malformed)]
    public async Task A_proof_that_says_nothing_is_refused_though_signed(string payload, string code)
    {
        var text = await BoundAsync();
        await Desk.AcceptAsync(await SdJwtSample.BindAsync(text), Desk.Bound);
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text, payload), code, Desk.Bound);
    }

    // What the policy does not let stand ends the verdict there: nothing is asked of others any more.
    [Fact]
    public async Task A_policy_may_refuse_what_nobody_has_proved_to_hold()
    {
        foreach (var (text, request) in new[]
        {
            (await new SdJwtSample().IssueAsync(), Desk.Unbound),
            (await new SdJwtSample().IssueAsync(), WhenBound),
            (await new SdJwtSample().IssueAsync(), NotDemanded),
            (await BoundAsync(), NotDemanded),
        })
        {
            await Desk.AcceptAsync(text, request);
            var verdict = await Desk.Verifier(policy: new UnlikePolicy("holder_binding", RulingKind.Refuse)).VerifyAsync(text, request);
            verdict.Grade.Should().Be(Grade.Undetermined);
            verdict.Checks[^1].Name.Should().Be("holder_binding");
        }
    }

    [Fact]
    [Attack("SDJ-14")]
    public async Task A_proof_for_a_credential_without_a_holder_is_refused()
    {
        var bound = await SdJwtSample.BindAsync(await new SdJwtSample().IssueAsync());
        await Desk.RefuseAsync(bound, SdJwtRefusalCodes.KeyBindingKey, Desk.Bound);
        await Desk.RefuseAsync(bound, SdJwtRefusalCodes.KeyBindingKey, WhenBound);
        await Desk.RefuseAsync(bound, SdJwtRefusalCodes.KeyBindingUnexpected, Desk.Unbound);
    }

    [Fact]
    [Attack("SDJ-14")]
    public async Task A_key_that_the_proof_brings_itself_is_not_taken()
    {
        using var thief = SigningKey.Generate(SignatureAlgorithm.Es256);
        var header = new JwsSigningHeader
        {
            Type = "kb+jwt",
            OmitKeyId = true,
            WriteMore = writer =>
            {
                writer.WritePropertyName("jwk");
                thief.PublicJwk.WriteTo(writer);
            },
        };
        var text = await BoundAsync();
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text, key: thief, header: header), JoseRefusalCodes.UntrustedHeaderKey, Desk.Bound);
        var unbound = await new SdJwtSample().IssueAsync();
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(unbound, key: thief, header: header), SdJwtRefusalCodes.KeyBindingKey, Desk.Bound);
    }

    [Theory]
    [Attack("SDJ-15")]
    [InlineData("\"aud\":\"https://other.example\"")]
    [InlineData("\"aud\":\"https://verifier.example/\"")]
    [InlineData("\"aud\":\"https://VERIFIER.example\"")]
    [InlineData("\"aud\":[\"https://verifier.example\"]")]
    [InlineData("\"aud\":[\"https://verifier.example\",\"https://other.example\"]")]
    [InlineData("\"aud\":[]")]
    [InlineData("\"aud\":null")]
    [InlineData("\"aud\":1")]
    [InlineData("\"x\":1")]
    public async Task A_proof_for_somebody_else_is_refused(string audience) =>
        await ReplaceAsync("\"aud\":\"https://verifier.example\"", audience, SdJwtRefusalCodes.KeyBindingAudience);

    [Theory]
    [Attack("SDJ-16")]
    [InlineData("\"nonce\":\"another\"")]
    [InlineData("\"nonce\":\"N-0S6_WzA2Mj-0S6_WzA2Mj\"")]
    [InlineData("\"nonce\":\"\"")]
    [InlineData("\"nonce\":null")]
    [InlineData("\"nonce\":[\"n-0S6_WzA2Mj-0S6_WzA2Mj\"]")]
    [InlineData("\"x\":1")]
    public async Task A_proof_that_answers_another_challenge_is_refused(string nonce) =>
        await ReplaceAsync($"\"nonce\":\"{SdJwtSample.Nonce}\"", nonce, SdJwtRefusalCodes.KeyBindingNonce);

    [Fact]
    [Attack("SDJ-16")]
    public async Task A_presentation_is_accepted_once()
    {
        var options = new CredentialVerifierOptions { Replay = new ReplayProtection(new OnceMemory(), TenantId.Parse("t")) };
        var verifier = Desk.Verifier(options: options);
        var bound = await SdJwtSample.BindAsync(await BoundAsync());

        // A presentation that is refused leaves its challenge unused.
        var expired = Desk.Bound with { At = SdJwtSample.Now.AddYears(1) };
        (await verifier.VerifyAsync(bound, expired)).Refusal!.Code.Should().Be(ValidityRefusalCodes.Expired);
        (await verifier.VerifyAsync(bound, Desk.Bound)).IsAccepted.Should().BeTrue();
        (await verifier.VerifyAsync(bound, Desk.Bound)).Refusal!.Code.Should().Be(CredentialRefusalCodes.Replayed);

        // Nor does another presentation answer the same challenge.
        var other = await SdJwtSample.BindAsync(await BoundAsync());
        (await verifier.VerifyAsync(other, Desk.Bound)).Refusal!.Code.Should().Be(CredentialRefusalCodes.Replayed);
        (await Desk.Verifier().VerifyAsync(other, Desk.Bound)).IsAccepted.Should().BeTrue();
    }

    [Fact]
    [Attack("SDJ-16")]
    public async Task A_challenge_is_remembered_by_the_clock_though_the_stated_time_is_long_past()
    {
        // The store forgets by the clock: what is kept until a time that is past already is not kept at all.
        var memory = new OnceMemory();
        var options = new CredentialVerifierOptions { Replay = new ReplayProtection(memory, TenantId.Parse("t")) };
        var bound = await SdJwtSample.BindAsync(await BoundAsync());
        var kept = SdJwtSample.Now.AddDays(1) + options.KeyBindingMaxAge + (2 * options.ClockSkew.Value);
        var late = new CredentialVerifier(
            new KnownKeys().Add(SdJwtSample.IssuerKey.VerificationKey, SdJwtSample.Issuer),
            new TrustAll(),
            null,
            VerdictPolicy.Strict,
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(SdJwtSample.Now.AddDays(1)),
            options);
        (await late.VerifyAsync(bound, Desk.Bound with { At = SdJwtSample.Now })).IsAccepted.Should().BeTrue();
        memory.Marks.Should().ContainSingle().Which.KeepUntil.Should().Be(kept);
        (await late.VerifyAsync(bound, Desk.Bound with { At = SdJwtSample.Now })).Refusal!.Code.Should().Be(CredentialRefusalCodes.Replayed);
    }

    [Fact]
    [Attack("SDJ-16")]
    public async Task A_challenge_is_remembered_by_the_stated_time_where_that_is_yet_to_come()
    {
        var memory = new OnceMemory();
        var options = new CredentialVerifierOptions { Replay = new ReplayProtection(memory, TenantId.Parse("t")) };
        var issued = await BoundAsync();
        var proved = SdJwtSample.Now.AddHours(3);
        var bound = await SdJwtSample.BindAsync(issued, SdJwtSample.BindingFor(issued, issuedAt: proved.ToUnixTimeSeconds()));
        (await Desk.Verifier(options: options).VerifyAsync(bound, Desk.Bound with { At = proved })).IsAccepted.Should().BeTrue();
        memory.Marks.Should().ContainSingle().Which.KeepUntil.Should().Be(proved + options.KeyBindingMaxAge + options.ClockSkew.Value);
    }

    [Fact]
    public async Task A_memory_of_challenges_that_does_not_answer_makes_the_verdict_undetermined()
    {
        var options = new CredentialVerifierOptions { Replay = new ReplayProtection(new OnceMemory { Outcome = CommitOutcome.Unknown }, TenantId.Parse("t")) };
        var verdict = await Desk.VerifyAsync(await SdJwtSample.BindAsync(await BoundAsync()), Desk.Bound, options: options);
        verdict.Refusal!.Code.Should().Be(CredentialRefusalCodes.ReplayUnknown);
        verdict.Grade.Should().Be(Grade.Undetermined);
    }

    [Fact]
    [Attack("SDJ-17")]
    public async Task A_proof_for_other_disclosures_is_refused()
    {
        var sample = new SdJwtSample();
        var digests = new[] { sample.Disclose("[\"salt one\",\"a\",1]"), sample.Disclose("[\"salt two\",\"b\",2]") };
        var text = await sample.IssueAsync($"{SdJwtSample.Confirmation},\"_sd\":[\"{digests[0]}\",\"{digests[1]}\"]");
        var parts = text.Split('~');
        var fewer = $"{parts[0]}~{parts[1]}~";
        await Desk.AcceptAsync(await SdJwtSample.BindAsync(text), Desk.Bound);
        await Desk.AcceptAsync(await SdJwtSample.BindAsync(fewer), Desk.Bound);

        var proofOfAll = (await SdJwtSample.BindAsync(text)).Split('~')[^1];
        var proofOfFewer = (await SdJwtSample.BindAsync(fewer)).Split('~')[^1];
        await Desk.RefuseAsync(fewer + proofOfAll, SdJwtRefusalCodes.KeyBindingHash, Desk.Bound);
        await Desk.RefuseAsync(text + proofOfFewer, SdJwtRefusalCodes.KeyBindingHash, Desk.Bound);
        await Desk.RefuseAsync($"{parts[0]}~{parts[2]}~{parts[1]}~{proofOfAll}", SdJwtRefusalCodes.KeyBindingHash, Desk.Bound);
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text, SdJwtSample.BindingFor(text[..^1])), SdJwtRefusalCodes.KeyBindingHash, Desk.Bound);
    }

    [Theory]
    [Attack("SDJ-17")]
    [InlineData("\"x\":1")]
    [InlineData("\"sd_hash\":null")]
    [InlineData("\"sd_hash\":1")]
    [InlineData("\"sd_hash\":\"\"")]
    [InlineData("\"sd_hash\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"")]
    public async Task A_proof_of_nothing_or_of_something_else_is_refused(string hash)
    {
        var text = await BoundAsync();
        var payload = SdJwtSample.BindingFor(text).Replace($"\"sd_hash\":\"{SdJwtSample.DigestOf(text)}\"", hash, StringComparison.Ordinal);
        payload.Should().Contain(hash);
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text, payload), SdJwtRefusalCodes.KeyBindingHash, Desk.Bound);
    }

    [Theory]
    [Attack("SDJ-18")]
    [InlineData(0, true)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(-31_536_000, false)]
    [InlineData(31_536_000, false)]
    public async Task A_proof_is_good_for_five_minutes(int seconds, bool isAccepted)
    {
        var text = await BoundAsync();
        var bound = await SdJwtSample.BindAsync(text, SdJwtSample.BindingFor(text, issuedAt: SdJwtSample.Now.ToUnixTimeSeconds() + seconds));
        ((await Desk.VerifyAsync(bound, Desk.Bound)).Refusal?.Code).Should().Be(isAccepted ? null : SdJwtRefusalCodes.KeyBindingIssuedAt);
    }

    [Theory]
    [Attack("SDJ-18")]
    [InlineData("\"x\":1")]
    [InlineData("\"iat\":\"1800000000\"")]
    [InlineData("\"iat\":null")]
    [InlineData("\"iat\":-1")]
    [InlineData("\"iat\":1e400")]
    [InlineData("\"iat\":1e12")]
    public async Task A_proof_that_does_not_say_when_it_was_made_is_refused(string issuedAt) =>
        await ReplaceAsync("\"iat\":1800000000", issuedAt, SdJwtRefusalCodes.KeyBindingIssuedAt);

    [Theory]
    [Attack("SDJ-18", "JWS-19")]
    [InlineData("\"exp\":1700000000", ValidityRefusalCodes.Expired)]
    [InlineData("\"nbf\":1900000000", ValidityRefusalCodes.NotYetValid)]
    public async Task A_proof_that_says_it_does_not_hold_is_refused(string more, string code) =>
        await ReplaceAsync("\"iat\":1800000000", "\"iat\":1800000000," + more, code);

    [Theory]
    [Attack("SDJ-19", "JWS-18")]
    [InlineData("JWT")]
    [InlineData("dc+sd-jwt")]
    [InlineData("statuslist+jwt")]
    [InlineData("oauth-authz-req+jwt")]
    [InlineData("openid4vci-proof+jwt")]
    [InlineData("entity-statement+jwt")]
    [InlineData("x-kb+jwt")]
    [InlineData(null)]
    public async Task A_proof_of_another_type_is_refused(string? type)
    {
        var text = await BoundAsync();
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text, type: type), JoseRefusalCodes.TypeMismatch, Desk.Bound);
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text, type: type), JoseRefusalCodes.TypeMismatch, NotDemanded);
    }

    // RFC 7515, 4.1.9: letter case does not count, and "application/" may be written out.
    [Theory]
    [Attack("JWS-18")]
    [InlineData("kb+jwt")]
    [InlineData("application/kb+jwt")]
    [InlineData("KB+JWT")]
    public async Task The_type_of_a_proof_is_a_media_type(string type) =>
        await Desk.AcceptAsync(await SdJwtSample.BindAsync(await BoundAsync(), type: type), Desk.Bound);

    [Theory]
    [Attack("SDJ-19")]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("ES256 ")]
    public async Task A_proof_by_no_algorithm_that_proves_is_refused(string algorithm)
    {
        var text = await BoundAsync();
        var good = (await SdJwtSample.BindAsync(text)).Split('~')[^1].Split('.');
        var header = SdJwtSample.Encode($"{{\"alg\":\"{algorithm}\",\"typ\":\"kb+jwt\"}}");
        await Desk.RefuseAsync($"{text}{header}.{good[1]}.{good[2]}", JoseRefusalCodes.AlgorithmNotAllowed, Desk.Bound);
    }

    [Fact]
    [Attack("SDJ-20")]
    public async Task A_holders_key_of_the_required_members_alone_is_accepted()
    {
        using var full = JsonDocument.Parse(SdJwtSample.HolderKey.PublicJwk.ToUtf8());
        var (x, y) = (full.RootElement.GetProperty("x").GetString(), full.RootElement.GetProperty("y").GetString());
        var text = await new SdJwtSample().IssueAsync($"\"cnf\":{{\"jwk\":{{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"{x}\",\"y\":\"{y}\"}}}}");
        (await Desk.AcceptAsync(await SdJwtSample.BindAsync(text), Desk.Bound)).HolderKey!.Thumbprint
            .Should().Be(SdJwtSample.HolderKey.VerificationKey.Thumbprint);
    }

    [Fact]
    public async Task A_holder_may_have_a_key_of_another_kind_than_the_issuer()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var text = await new SdJwtSample().IssueAsync($"\"cnf\":{{\"jwk\":{Encoding.UTF8.GetString(key.PublicJwk.ToUtf8())}}}");
        await Desk.AcceptAsync(await SdJwtSample.BindAsync(text, key: key), Desk.Bound);
    }

    [Fact]
    public void A_challenge_names_somebody_and_asks_something()
    {
        FluentActions.Invoking(() => HolderBindingDemand.Required("", "n")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => HolderBindingDemand.WhenBound("a", "")).Should().Throw<ArgumentException>();
    }

    private static Task<string> BoundAsync() => new SdJwtSample().IssueAsync(SdJwtSample.Confirmation);

    private static async Task ReplaceAsync(string good, string bad, string code)
    {
        var text = await BoundAsync();
        var payload = SdJwtSample.BindingFor(text);
        payload.Should().Contain(good);
        await Desk.AcceptAsync(await SdJwtSample.BindAsync(text, payload), Desk.Bound);
        await Desk.RefuseAsync(await SdJwtSample.BindAsync(text, payload.Replace(good, bad, StringComparison.Ordinal)), code, Desk.Bound);
    }
}
