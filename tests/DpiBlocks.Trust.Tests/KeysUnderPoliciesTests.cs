using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Trust;

public sealed class KeysUnderPoliciesTests : IDisposable
{
    private const string Other = "https://other.example.gov";
    private const string First = Land.Issuer + "/first";
    private const string Second = Other + "/second";
    private const string Licence = "urn:example:licence";
    private const string MayIssue = $$"""[{"act":"issue","matters":["{{Licence}}"]}]""";

    private readonly Land _land = new();
    private readonly SigningKey _key = Land.Key("key-1");
    private readonly SigningKey _other = Land.Key("key-2");

    [Fact]
    public async Task A_policy_binds_a_party_its_keys_and_its_types()
    {
        _land.Put("policy.json", Policy(Issuer(Land.Issuer, MayIssue, $""","keys":[{Land.Jwk(_key)}]""")));

        foreach (var file in new[] { null, "policy.json" })
        {
            var verdict = await _land.JudgeAsync(_key, file: file);

            verdict.IsAccepted.Should().BeTrue(verdict.Refusal?.Code);
            verdict.Grade.Should().Be(Grade.Accepted);
            var binding = verdict.Checks.Single(check => check.Name == "issuer_binding");
            (binding.Outcome, binding.Facts["by"]).Should().Be((CheckOutcome.Passed, "trust_policy"));
            var trust = verdict.Checks.Single(check => check.Name == "trust");
            trust.Facts["policy"].Should().Be("Utopia 1");
            trust.Facts["environment"].Should().Be("test");
            trust.Source!.Name.Should().Be("policy.json");
            trust.Source.Content.Should().Be(Digest.Of(File.ReadAllBytes(Path.Combine(_land.Path, "policy.json"))));
        }
    }

    [Fact]
    [Attack("JWS-21")]
    public async Task What_is_not_stated_is_not_allowed()
    {
        _land.Put("policy.json", Policy(
            Issuer(Land.Issuer, MayIssue, $""","keys":[{Land.Jwk(_key)}]"""),
            Issuer(Other, MayIssue, $""","keys":[{Land.Jwk(_other)}]""")));

        (await _land.CodeAsync(_key)).Should().BeNull();
        (await _land.CodeAsync(_other, Other)).Should().BeNull();
        (await _land.CodeAsync(_key, matter: "urn:example:passport")).Should().Be(TrustRefusalCodes.NotEntitled);
        (await _land.CodeAsync(_key, matter: Licence + ":2")).Should().Be(TrustRefusalCodes.NotEntitled);
        (await _land.CodeAsync(_key, act: TrustAct.PublishStatus)).Should().Be(TrustRefusalCodes.NotEntitled);
        (await _land.CodeAsync(_key, Other)).Should().Be(SignatureRefusalCodes.IssuerKeyMismatch);
        (await _land.CodeAsync(_other)).Should().Be(SignatureRefusalCodes.IssuerKeyMismatch);
        (await _land.CodeAsync(_other, header: Header("key-1"))).Should().Be(SignatureRefusalCodes.Invalid);
        (await _land.CodeAsync(_other, header: Header(null))).Should().Be(SignatureRefusalCodes.Invalid);
        (await _land.CodeAsync(_key, "https://stranger.example", Header(null))).Should().Be(SignatureRefusalCodes.KeyNotFound);
        (await _land.CodeAsync(_key, header: Header("key-9"))).Should().Be(SignatureRefusalCodes.KeyNotFound);
    }

    [Fact]
    public async Task Files_beside_a_policy_count_only_where_it_names_them()
    {
        _land.Put("key.jwk", Land.Jwk(_key)).Put("unnamed.jwk", Land.Jwk(_other)).Put("policy.json", Policy(Issuer(Land.Issuer, MayIssue, ""","files":["key.jwk"]""")));

        foreach (var file in new[] { null, "policy.json" })
        {
            (await _land.CodeAsync(_key, file: file)).Should().BeNull();
            (await _land.CodeAsync(_other, file: file)).Should().Be(SignatureRefusalCodes.KeyNotFound);
        }
    }

    [Theory]
    [InlineData("urn:example:licence", "urn:example:licence", true)]
    [InlineData("urn:example:licence", "urn:example:Licence", false)]
    [InlineData("urn:example:*", "urn:example:licence", true)]
    [InlineData("urn:example:*", "urn:example:", true)]
    [InlineData("urn:example:*", "urn:exampl", false)]
    [InlineData("urn:example:*", "x:urn:example:licence", false)]
    [InlineData("*", "anything", true)]
    public async Task A_matter_is_named_whole_or_by_its_beginning(string pattern, string matter, bool good)
    {
        _land.Put("policy.json", Policy(Issuer(Land.Issuer, $$"""[{"act":"issue","matters":["{{pattern}}"]}]""", $""","keys":[{Land.Jwk(_key)}]""")));
        (await _land.CodeAsync(_key, matter: matter)).Should().Be(good ? null : TrustRefusalCodes.NotEntitled);
    }

    [Theory]
    [InlineData("issue", TrustAct.Issue)]
    [InlineData("publish_status", TrustAct.PublishStatus)]
    [InlineData("request", TrustAct.Request)]
    [InlineData("provide", TrustAct.Provide)]
    [InlineData("attest_consent", TrustAct.AttestConsent)]
    public async Task Every_act_can_be_granted_and_grants_no_other(string name, TrustAct act)
    {
        _land.Put("policy.json", Policy(Issuer(Land.Issuer, $$"""[{"act":"{{name}}","matters":["{{Licence}}"]}]""", $""","keys":[{Land.Jwk(_key)}]""")));
        foreach (var each in new[] { TrustAct.Issue, TrustAct.PublishStatus, TrustAct.Request, TrustAct.Provide, TrustAct.AttestConsent })
        {
            (await _land.CodeAsync(_key, act: each)).Should().Be(each == act ? null : TrustRefusalCodes.NotEntitled);
        }
    }

    [Theory]
    [InlineData("", null, true)]
    [InlineData("", Land.Issuer, true)]
    [InlineData("", Other, false)]
    [InlineData($""","for":["{Other}"]""", Other, true)]
    [InlineData(""","for":["https://other.*"]""", Other, true)]
    [InlineData(""","for":["https://others.example"]""", Other, false)]
    [InlineData(""","for":["*"]""", Other, true)]
    public async Task For_another_it_acts_only_where_that_is_stated(string @for, string? onBehalfOf, bool good)
    {
        _land.Put("policy.json", Policy(Issuer(Land.Issuer, $$"""[{"act":"publish_status","matters":["*"]{{@for}}}]""", $""","keys":[{Land.Jwk(_key)}]""")));
        var folder = TrustFolder.Load(_land.Path);
        var key = (await folder.FindAsync(new KeyReference { Profile = "statuslist+jwt", Issuer = Land.Issuer }, Land.Now)).Keys.Single();
        var question = new TrustQuestion(TrustAct.PublishStatus, key.Owner, "https://status.example/1")
        {
            Key = key,
            OnBehalfOf = onBehalfOf is null ? null : PartyId.Parse(onBehalfOf),
        };
        (await folder.JudgeAsync(question, Land.Now)).Any(check => check.Outcome is CheckOutcome.Failed).Should().Be(!good);
    }

    [Fact]
    public async Task Without_an_issuer_the_key_tells_whose_it_is()
    {
        _land.Put("policy.json", Policy(
            Issuer(Land.Issuer, MayIssue, $""","keys":[{Land.Jwk(_key)}]"""), Issuer(Other, MayIssue, $""","keys":[{Land.Jwk(_other)}]""")));
        (await _land.JudgeAsync(_other, issuer: null)).GetValueOrThrow().Key.Owner.Value.Should().Be(Other);
    }

    [Fact]
    public async Task A_DID_is_bound_by_being_named_or_by_being_the_party()
    {
        using var stranger = Land.Key("s");
        var (did, jwk) = (DidKey.Create(_key.VerificationKey).Value, DidJwk.Create(_other.PublicJwk).Value);
        _land.Put("policy.json", Policy(Issuer(did, MayIssue), Issuer(Other, MayIssue, $""","dids":["{jwk}"]""")));

        (await _land.CodeAsync(_key, did, Header(did + "#" + did["did:key:".Length..]))).Should().BeNull();
        (await _land.CodeAsync(_key, did, Header(null))).Should().BeNull();
        (await _land.CodeAsync(_other, Other, Header(jwk + "#0"))).Should().BeNull();
        (await _land.CodeAsync(_other, did, Header(null))).Should().Be(SignatureRefusalCodes.Invalid);
        (await _land.CodeAsync(stranger, DidKey.Create(stranger.VerificationKey).Value, Header(null))).Should().Be(SignatureRefusalCodes.KeyNotFound);
        (await _land.CodeAsync(_key, did, Header(null), matter: "urn:x")).Should().Be(TrustRefusalCodes.NotEntitled);
    }

    [Fact]
    public async Task An_anchor_binds_what_its_certificates_name_and_a_pinned_certificate_itself()
    {
        var root = TestCertificate.Authority("CN=Root");
        var leaf = TestCertificate.Leaf("CN=I", root, TestCertificate.Names(names => names.AddDnsName("issuer.example.gov")));
        var mute = TestCertificate.Leaf("CN=I", root);
        using var leafKey = Land.KeyOf(leaf);
        using var muteKey = Land.KeyOf(mute);
        _land.Put("root.pem", root.Pem).Put("mute.pem", mute.Pem).Put("policy.json", Policy(
            Issuer(Land.Issuer, MayIssue, ""","files":["root.pem"]"""), Issuer(Other, MayIssue, ""","files":["mute.pem"]""")));

        (await _land.CodeAsync(leafKey, header: Land.With(leaf))).Should().BeNull();
        (await _land.CodeAsync(muteKey, header: Land.With(mute))).Should().Be(SignatureRefusalCodes.IssuerKeyMismatch);
        (await _land.CodeAsync(muteKey, Other, Land.With(mute))).Should().BeNull();
        (await _land.CodeAsync(leafKey, Other, Land.With(leaf))).Should().Be(X509RefusalCodes.Untrusted);
    }

    [Theory]
    [Attack("JWS-21")]
    [InlineData("dc+sd-jwt", TrustAct.Issue, null)]
    [InlineData("statuslist+jwt", TrustAct.PublishStatus, null)]
    [InlineData("hcert", TrustAct.Issue, null)]
    [InlineData("hcert", TrustAct.Issue, "UT")]
    public async Task The_authority_of_one_party_does_not_speak_for_another_whom_a_certificate_names(string profile, TrustAct act, string? issuer)
    {
        const string May = $$"""[{"act":"issue","matters":["{{Licence}}"]},{"act":"publish_status","matters":["{{Licence}}"]}]""";
        var root = TestCertificate.Authority("CN=Root");
        _land.Put("root.pem", root.Pem).Put("policy.json", Policy(
            Issuer(issuer ?? First, May, ""","files":["root.pem"]"""), Issuer(Second, May)));
        var folder = TrustFolder.Load(_land.Path);
        foreach (var (subject, uri, good) in new[] { ("CN=I, C=UT", First, true), ("CN=I, C=XX", Second, false) })
        {
            var leaf = TestCertificate.Leaf(subject, root, TestCertificate.Names(names => names.AddUri(new Uri(uri))));
            var found = await folder.FindAsync(new KeyReference { Profile = profile, Issuer = issuer, Certificates = [leaf.Der] }, Land.Now);

            found.Keys.Select(key => key.Owner.Value).Should().Equal(good ? [issuer ?? First] : Array.Empty<string>());
            (found.Checks.Single().Reason?.Code).Should().Be(good ? null : SignatureRefusalCodes.IssuerKeyMismatch);
            foreach (var key in found.Keys)
            {
                (await folder.JudgeAsync(new TrustQuestion(act, key.Owner, Licence) { Key = key }, Land.Now))
                    .Should().OnlyContain(check => check.Outcome == CheckOutcome.Passed);
            }
        }
    }

    [Fact]
    [Attack("JWS-21")]
    public async Task Nor_does_it_in_a_message_without_an_issuer()
    {
        var root = TestCertificate.Authority("CN=Root");
        _land.Put("root.pem", root.Pem).Put("policy.json", Policy(Issuer(First, MayIssue, ""","files":["root.pem"]"""), Issuer(Second, MayIssue)));
        foreach (var (uri, code) in new[] { (First, null), (Second, SignatureRefusalCodes.IssuerKeyMismatch) })
        {
            var leaf = TestCertificate.Leaf("CN=I", root, TestCertificate.Names(names => names.AddUri(new Uri(uri))));
            using var key = Land.KeyOf(leaf);
            (await _land.CodeAsync(key, issuer: null, Land.With(leaf))).Should().Be(code);
        }
    }

    [Theory]
    [InlineData(16, null)]
    [InlineData(17, TrustRefusalCodes.KeyAmbiguous)]
    public async Task A_message_that_names_neither_issuer_nor_key_is_tried_with_no_more_than_sixteen_keys_of_all_parties(int parties, string? code)
    {
        var others = Enumerable.Range(1, parties - 1).Select(i => Issuer($"{Other}/{i}", MayIssue, $""","keys":[{Land.Jwk(_other)}]"""));
        _land.Put("policy.json", Policy([.. others, Issuer(Land.Issuer, MayIssue, $""","keys":[{Land.Jwk(_key)}]""")]));

        (await _land.CodeAsync(_key, issuer: null, Header(null))).Should().Be(code);
        (await _land.CodeAsync(_key, issuer: null)).Should().BeNull();
        (await _land.CodeAsync(_key, header: Header(null))).Should().BeNull();
    }

    [Fact]
    public async Task A_policy_holds_for_its_time()
    {
        _land.Put("policy.json", Policy(
            Issuer(Land.Issuer, MayIssue, $""","keys":[{Land.Jwk(_key)}]""")).Replace("\"issuers\"", """
            "valid_from":"2026-05-01T00:00:00Z","valid_until":"2026-07-01T00:00:00+02:00","issuers"
            """));
        var (from, until) = (new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 6, 30, 22, 0, 0, TimeSpan.Zero));
        (await _land.CodeAsync(_key, at: from)).Should().BeNull();
        (await _land.CodeAsync(_key, at: from.AddSeconds(-1))).Should().Be(TrustRefusalCodes.PolicyNotYetValid);
        (await _land.CodeAsync(_key, at: until.AddSeconds(-1))).Should().BeNull();

        var late = await _land.JudgeAsync(_key, at: until);
        late.Grade.Should().Be(Grade.Undetermined, "how old a policy may be is for the verdict policy to say, and the strict one says no");
        late.Refusal!.Code.Should().Be("trust.stale");
    }

    [Fact]
    public async Task Two_policies_add_up()
    {
        _land.Put("a.json", Policy(Issuer(Land.Issuer, MayIssue, $""","keys":[{Land.Jwk(_key)}]""")))
            .Put("b.json", Policy(Issuer(Land.Issuer, """[{"act":"issue","matters":["urn:b"]}]""", $""","keys":[{Land.Jwk(_other)}]""")));
        (await _land.CodeAsync(_key)).Should().BeNull();
        (await _land.CodeAsync(_other, matter: "urn:b")).Should().BeNull();
        (await _land.CodeAsync(_other)).Should().Be(TrustRefusalCodes.NotEntitled, "a key is bound to what its own policy grants");
        (await _land.CodeAsync(_key, matter: "urn:b")).Should().Be(TrustRefusalCodes.NotEntitled);
    }

    [Fact]
    public async Task A_party_that_no_policy_names_is_unknown()
    {
        _land.Put("policy.json", Policy(Issuer(Land.Issuer, MayIssue, $""","keys":[{Land.Jwk(_key)}]""")));
        var question = new TrustQuestion(TrustAct.Issue, PartyId.Parse(Other), Licence);
        (await TrustFolder.Load(_land.Path).JudgeAsync(question, Land.Now)).Should().ContainSingle().Which.Reason!.Code.Should().Be(TrustRefusalCodes.IssuerUnknown);
        (await TrustFolder.Load(_land.Path).JudgeAsync(question with { Party = PartyId.Parse(Land.Issuer) }, Land.Now)).Should().OnlyContain(check => check.Outcome == CheckOutcome.Passed);
    }

    [Fact]
    public async Task A_party_without_keys_here_is_vouched_for_by_whoever_authenticated_it()
    {
        _land.Put("policy.json", Policy(Issuer(Other, MayIssue), Issuer(Land.Issuer, MayIssue, $""","keys":[{Land.Jwk(_key)}]""")));
        var folder = TrustFolder.Load(_land.Path);
        (await folder.FindAsync(new KeyReference { Profile = "test", Issuer = Other }, Land.Now)).Keys.Should().BeEmpty();

        foreach (var (id, good) in new[] { (Other, true), (Land.Issuer, false) })
        {
            var party = PartyId.Parse(id);
            var question = new TrustQuestion(TrustAct.Issue, party, Licence) { Key = new ResolvedKey(_other.VerificationKey, party) { Framework = "did:web" } };
            (await folder.JudgeAsync(question, Land.Now)).Any(check => check.Outcome is CheckOutcome.Failed).Should().Be(!good);
            (await folder.JudgeAsync(question with { Key = question.Key with { Framework = "trust_policy" } }, Land.Now))
                .Should().ContainSingle("a policy vouches for nobody whose keys it does not state").Which.Reason!.Code.Should().Be(TrustRefusalCodes.NotEntitled);
        }
    }

    [Fact]
    [Attack("HCT-08")]
    public async Task Trust_of_two_environments_is_never_mixed()
    {
        var real = Policy(Issuer(Land.Issuer, MayIssue, $""","keys":[{Land.Jwk(_key)}]""")).Replace("\"test\"", "\"production\"");
        _land.Put("real.json", real);
        (await _land.CodeAsync(_key, options: new TrustFolderOptions { Environment = TrustEnvironment.Production })).Should().BeNull();
        TrustFolder.Load(_land.Path).Environment.Should().Be(TrustEnvironment.Production);
        _land.CodeOfLoading(new TrustFolderOptions { Environment = TrustEnvironment.Test }).Should().Be(TrustRefusalCodes.EnvironmentMismatch);

        _land.Put("trial.json", Policy(Issuer(Other, MayIssue, $""","keys":[{Land.Jwk(_other)}]""")));
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.EnvironmentMismatch);
        _land.Put("trial.json", Policy(Issuer(Other, MayIssue)).Replace(""" "environment":"test", """.Trim(), string.Empty));
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.EnvironmentMismatch);
        _land.Put("trial.json", real);
        _land.CodeOfLoading(new TrustFolderOptions { Environment = TrustEnvironment.Production }).Should().BeNull();
    }

    [Fact]
    [Attack("HCT-08")]
    public void A_key_without_a_policy_states_no_environment()
    {
        _land.Put("key.jwk", Land.Jwk(_key));
        _land.CodeOfLoading().Should().BeNull();
        _land.CodeOfLoading(new TrustFolderOptions { Environment = TrustEnvironment.Production }).Should().Be(TrustRefusalCodes.EnvironmentMismatch);
    }

    public void Dispose()
    {
        _land.Dispose();
        _key.Dispose();
        _other.Dispose();
    }

    private static string Policy(params string[] issuers) => $$"""{"name":"Utopia","version":"1","environment":"test","issuers":[{{string.Join(',', issuers)}}]}""";

    private static string Issuer(string id, string may, string more = "") => $$"""{"id":"{{id}}","may":{{may}}{{more}}}""";

    private static JwsSigningHeader Header(string? keyId) => JwsSigningHeader.Of("test+jwt") with { OmitKeyId = keyId is null, KeyId = keyId };
}
