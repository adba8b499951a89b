using System.Security.Cryptography;
using System.Text;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Trust;

public sealed class KeysAloneTests : IDisposable
{
    private readonly Land _land = new();
    private readonly SigningKey _key = Land.Key("key-1");
    private readonly SigningKey _other = Land.Key("key-2");

    [Theory]
    [InlineData("jwk")]
    [InlineData("jwks")]
    [InlineData("pem")]
    [InlineData("der")]
    public async Task A_bare_key_may_speak_for_any_issuer_and_the_verdict_says_so(string kind)
    {
        _land.Put("key", kind switch
        {
            "jwk" => Encoding.UTF8.GetBytes(Land.Jwk(_key)),
            "jwks" => Encoding.UTF8.GetBytes($$"""{"keys":[{{Land.Jwk(_other)}},{{Land.Jwk(_key)}}]}"""),
            "pem" => Encoding.UTF8.GetBytes(Pem.WritePublicKey(_key.VerificationKey)),
            _ => DerOf(Pem.WritePublicKey(_key.VerificationKey)),
        });

        foreach (var issuer in new[] { Land.Issuer, "https://other.example", "urn:x", null })
        {
            var verdict = await _land.JudgeAsync(_key, issuer);

            verdict.IsAccepted.Should().BeTrue(verdict.Refusal?.Code);
            var binding = verdict.Checks.Single(check => check.Name == "issuer_binding");
            binding.Outcome.Should().Be(CheckOutcome.NotApplicable);
            binding.Facts["reason"].Should().Be("bare_key");
            verdict.Checks.Select(check => check.Name).Should().ContainInOrder("key", "signature", "issuer_binding", "trust");
        }

        if (kind != "jwks")
        {
            (await _land.CodeAsync(_other)).Should().Be(kind == "jwk" ? SignatureRefusalCodes.KeyNotFound : SignatureRefusalCodes.Invalid);
        }
    }

    [Fact]
    public async Task A_key_id_chooses_the_key_and_one_that_nobody_has_finds_none()
    {
        _land.Put("a.jwk", Land.Jwk(_key)).Put("b.jwk", Land.Jwk(_other));
        (await _land.CodeAsync(_key)).Should().BeNull();
        (await _land.CodeAsync(_other)).Should().BeNull();
        (await _land.CodeAsync(_key, header: Header("key-2"))).Should().Be(SignatureRefusalCodes.Invalid);
        (await _land.CodeAsync(_key, header: Header("key-3"))).Should().Be(SignatureRefusalCodes.KeyNotFound);
        (await _land.CodeAsync(_key, header: Header(null))).Should().BeNull();
        (await _land.CodeAsync(_key, header: Header(_key.VerificationKey.Thumbprint.ToString()))).Should().BeNull();
    }

    [Fact]
    public async Task A_key_without_a_name_answers_to_any_but_not_in_place_of_a_named_one()
    {
        _land.Put("a.jwk", Land.Jwk(_key, named: false)).Put("b.jwk", Land.Jwk(_other));
        (await _land.CodeAsync(_key, header: Header("whatever"))).Should().BeNull();
        (await _land.CodeAsync(_key, header: Header("key-2"))).Should().Be(SignatureRefusalCodes.Invalid);
    }

    [Fact]
    public async Task Two_keys_of_one_name_are_both_candidates_each_for_its_own_algorithm()
    {
        using var twin = SigningKey.Generate(SignatureAlgorithm.Ed25519, KeyId.Parse("key-1"));
        _land.Put("a.jwk", Land.Jwk(_key)).Put("b.jwk", Land.Jwk(twin));
        (await _land.CodeAsync(_key)).Should().BeNull();
        (await _land.CodeAsync(twin)).Should().BeNull();
    }

    [Theory]
    [InlineData(16, null)]
    [InlineData(17, TrustRefusalCodes.KeyAmbiguous)]
    public async Task Without_a_key_id_no_more_than_sixteen_keys_are_tried(int count, string? code)
    {
        for (var i = 1; i < count; i++)
        {
            _land.Put($"{i}.jwk", Land.Jwk(_other));
        }

        _land.Put("z.jwk", Land.Jwk(_key));
        (await _land.CodeAsync(_key, header: Header(null))).Should().Be(code);
        (await _land.CodeAsync(_key)).Should().BeNull();
    }

    [Fact]
    public async Task An_issuer_that_is_a_DID_is_spoken_for_by_its_own_key_alone()
    {
        _land.Put("a.jwk", Land.Jwk(_key, named: false)).Put("b.jwk", Land.Jwk(_other, named: false));
        var did = DidKey.Create(_key.VerificationKey).Value;

        var verdict = await _land.JudgeAsync(_key, did, Header(did + "#" + did["did:key:".Length..]));
        verdict.IsAccepted.Should().BeTrue();
        var binding = verdict.Checks.Single(check => check.Name == "issuer_binding");
        binding.Outcome.Should().Be(CheckOutcome.Passed);
        binding.Facts["by"].Should().Be("did:key");

        (await _land.CodeAsync(_other, did)).Should().Be(SignatureRefusalCodes.Invalid);
        using var stranger = Land.Key("s");
        (await _land.CodeAsync(stranger, DidKey.Create(stranger.VerificationKey).Value)).Should().Be(SignatureRefusalCodes.KeyNotFound);
        (await _land.CodeAsync(_key, "did:key:z6Mk")).Should().Be(DidRefusalCodes.Malformed);
    }

    [Fact]
    public async Task A_key_that_another_resolver_found_is_not_the_folders()
    {
        _land.Put("a.jwk", Land.Jwk(_key));
        var folder = TrustFolder.Load(_land.Path);
        var party = PartyId.Parse(Land.Issuer);
        var question = new TrustQuestion(TrustAct.Issue, party, "x") { Key = new ResolvedKey(_other.VerificationKey, party) { Framework = "bare_key", Anchor = "jwk:x" } };
        (await folder.JudgeAsync(question, Land.Now)).Should().ContainSingle().Which.Reason!.Code.Should().Be(TrustRefusalCodes.IssuerUnknown);
        (await folder.JudgeAsync(question with { Key = null }, Land.Now)).Should().ContainSingle().Which.Outcome.Should().Be(CheckOutcome.Failed);

        // its key, found by another way, of which nothing is known here
        var own = new ResolvedKey(_key.VerificationKey, party) { Framework = "bare_key", Anchor = "jwk:" + _key.VerificationKey.Thumbprint };
        (await folder.JudgeAsync(question with { Key = own }, Land.Now)).Should().NotContain(check => check.Outcome == CheckOutcome.Failed);
        (await folder.JudgeAsync(question with { Key = own with { Framework = "did:web" } }, Land.Now))
            .Should().ContainSingle().Which.Reason!.Code.Should().Be(TrustRefusalCodes.IssuerUnknown);
    }

    [Fact]
    [Attack("JWS-05")]
    public async Task Certificates_sent_along_lead_to_an_anchor_and_name_the_issuer()
    {
        var root = TestCertificate.Authority("C=UT, CN=Root");
        var leaf = TestCertificate.Leaf("C=UT, CN=Issuer", root, TestCertificate.Names(names => names.AddDnsName("issuer.example.gov")));
        using var key = Land.KeyOf(leaf);
        _land.Put("root.pem", root.Pem);

        var verdict = await _land.JudgeAsync(key, header: Land.With(leaf));
        verdict.IsAccepted.Should().BeTrue(verdict.Refusal?.Code);
        verdict.Checks.Single(check => check.Name == "issuer_binding").Facts["by"].Should().Be("x509");
        (await _land.CodeAsync(key, header: Land.With(leaf, root))).Should().BeNull();

        // one defect each
        (await _land.CodeAsync(key, header: Land.With(root, leaf))).Should().Be(X509RefusalCodes.ChainInvalid);
        (await _land.CodeAsync(_other, header: Land.With(leaf))).Should().Be(SignatureRefusalCodes.Invalid);
        using var edwards = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        (await _land.CodeAsync(edwards, header: Land.With(leaf))).Should().Be(SignatureRefusalCodes.AlgorithmKeyMismatch);
        (await _land.CodeAsync(key, header: Land.With(leaf), at: TestCertificate.Until.AddDays(1))).Should().Be(X509RefusalCodes.ChainInvalid);

        var selfSigned = TestCertificate.Make("C=UT, CN=Issuer", null, [TestCertificate.Names(names => names.AddDnsName("issuer.example.gov"))], key: leaf.Key);
        (await _land.CodeAsync(key, header: Land.With(selfSigned))).Should().Be(X509RefusalCodes.Untrusted);
        var elsewhere = TestCertificate.Authority("CN=Elsewhere");
        var foreign = TestCertificate.Make("C=UT, CN=Issuer", elsewhere, [TestCertificate.Names(names => names.AddDnsName("issuer.example.gov"))], key: leaf.Key);
        (await _land.CodeAsync(key, header: Land.With(foreign, elsewhere))).Should().Be(X509RefusalCodes.Untrusted);
        (await _land.CodeAsync(key, header: Land.With(foreign, elsewhere) with { OmitKeyId = false, KeyId = "k" })).Should().Be(X509RefusalCodes.Untrusted);
    }

    [Theory]
    [Attack("JWS-21")]
    [InlineData("https://issuer.example.gov", "dns:issuer.example.gov", true)]
    [InlineData("https://issuer.example.gov/a/b", "dns:issuer.example.gov", true)]
    [InlineData("https://issuer.example.gov:8443", "dns:ISSUER.example.gov", true)]
    [InlineData("https://issuer.example.gov/a", "uri:https://issuer.example.gov/a", true)]
    [InlineData("https://issuer.example.gov", "uri:https://issuer.example.gov/", false)]
    [InlineData("urn:example:issuer", "uri:urn:example:issuer", true)]
    [InlineData("https://issuer.example.gov/a", "uri:https://issuer.example.gov", false)]
    [InlineData("https://issuer.example.gov", "dns:example.gov", false)]
    [InlineData("https://issuer.example.gov", "dns:*.example.gov", false)]
    [InlineData("https://issuer.example.gov", "dns:other.example.gov", false)]
    [InlineData("http://issuer.example.gov", "dns:issuer.example.gov", false)]
    [InlineData("https://issuer.example.gov@other.example", "dns:issuer.example.gov", false)]
    [InlineData("https://issuer.example.gov@other.example", "dns:other.example", false)]
    [InlineData("issuer.example.gov", "dns:issuer.example.gov", false)]
    [InlineData("https://issuer.example.gov", "none", false)]
    public async Task Under_an_anchor_the_certificate_must_name_the_issuer(string issuer, string name, bool good)
    {
        var root = TestCertificate.Authority("C=UT, CN=Root");
        var leaf = name == "none"
            ? TestCertificate.Leaf("CN=issuer.example.gov", root)
            : TestCertificate.Leaf("CN=issuer.example.gov", root, TestCertificate.Names(names =>
            {
                if (name.StartsWith("dns:", StringComparison.Ordinal))
                {
                    names.AddDnsName(name[4..]);
                }
                else
                {
                    names.AddUri(new Uri(name[4..]));
                }
            }));
        using var key = Land.KeyOf(leaf);
        _land.Put("root.der", root.Der);

        (await _land.CodeAsync(key, issuer, Land.With(leaf))).Should().Be(good ? null : SignatureRefusalCodes.IssuerKeyMismatch);
    }

    [Fact]
    public async Task Without_an_issuer_the_certificate_says_who_it_is()
    {
        var root = TestCertificate.Authority("CN=Root");
        var leaf = TestCertificate.Leaf("CN=Issuer", root, TestCertificate.Names(names => names.AddDnsName("issuer.example.gov")));
        using var key = Land.KeyOf(leaf);
        _land.Put("root.der", root.Der);
        var verdict = await _land.JudgeAsync(key, issuer: null, Land.With(leaf));
        verdict.GetValueOrThrow().Key.Owner.Value.Should().Be("https://issuer.example.gov");

        var named = TestCertificate.Leaf("CN=Issuer", root, TestCertificate.Names(names =>
        {
            names.AddDnsName("issuer.example.gov");
            names.AddUri(new Uri("urn:example:issuer"));
        }));
        using var namedKey = Land.KeyOf(named);
        (await _land.JudgeAsync(namedKey, issuer: null, Land.With(named))).GetValueOrThrow().Key.Owner.Value.Should().Be("urn:example:issuer", "a URI says more than a host");
    }

    [Fact]
    [Attack("JWS-05")]
    public async Task Where_certificates_that_hold_are_sent_along_their_key_alone_is_meant()
    {
        var root = TestCertificate.Authority("CN=Root");
        var leaf = TestCertificate.Leaf("CN=Issuer", root, TestCertificate.Names(names => names.AddDnsName("issuer.example.gov")));
        _land.Put("root.pem", root.Pem).Put("key.jwk", Land.Jwk(_key));
        (await _land.CodeAsync(_key, header: Header("key-1"))).Should().BeNull();
        (await _land.CodeAsync(_key, header: Header("key-1") with { Certificates = [leaf.Der] })).Should().Be(SignatureRefusalCodes.Invalid);
    }

    [Fact]
    public async Task A_pinned_certificate_is_found_with_and_without_being_sent_along()
    {
        var root = TestCertificate.Authority("CN=Root");
        var leaf = TestCertificate.Leaf("CN=Issuer", root, TestCertificate.Names(names => names.AddDnsName("issuer.example.gov")));
        using var key = Land.KeyOf(leaf);
        _land.Put("leaf.pem", leaf.Pem);

        (await _land.CodeAsync(key, header: Land.With(leaf))).Should().BeNull();
        (await _land.CodeAsync(key)).Should().BeNull();
        (await _land.CodeAsync(key, "https://other.example")).Should().Be(SignatureRefusalCodes.IssuerKeyMismatch);
        (await _land.CodeAsync(key, at: TestCertificate.Until.AddDays(1))).Should().Be(X509RefusalCodes.Expired);

        var sibling = TestCertificate.Leaf("CN=Issuer", root, TestCertificate.Names(names => names.AddDnsName("issuer.example.gov")));
        using var siblingKey = Land.KeyOf(sibling);
        (await _land.CodeAsync(siblingKey, header: Land.With(sibling, root))).Should().Be(X509RefusalCodes.Untrusted);
    }

    [Fact]
    public async Task A_pinned_certificate_that_names_no_issuer_may_speak_for_any_and_the_verdict_says_so()
    {
        var leaf = TestCertificate.Leaf("CN=Issuer");
        using var key = Land.KeyOf(leaf);
        _land.Put("leaf.pem", leaf.Pem);
        var verdict = await _land.JudgeAsync(key, header: Land.With(leaf));
        verdict.IsAccepted.Should().BeTrue();
        var binding = verdict.Checks.Single(check => check.Name == "issuer_binding");
        binding.Outcome.Should().Be(CheckOutcome.NotApplicable);
        binding.Facts["reason"].Should().Be("pinned_certificate");
    }

    [Fact]
    [Attack("JWS-21")]
    public async Task A_pinned_certificate_that_names_another_by_its_address_does_not_speak_for_any()
    {
        foreach (var (uri, code) in new[] { ("urn:example:issuer", null), ("urn:example:other", SignatureRefusalCodes.IssuerKeyMismatch) })
        {
            var leaf = TestCertificate.Leaf("CN=Issuer", null, TestCertificate.Names(names => names.AddUri(new Uri(uri))));
            using var key = Land.KeyOf(leaf);
            _land.Put("leaf.pem", leaf.Pem);
            (await _land.CodeAsync(key, "urn:example:issuer", Land.With(leaf))).Should().Be(code);
        }
    }

    // RFC 9525, 6.3: a host name and an address of the network are different kinds of name.
    [Fact]
    [Attack("JWS-21")]
    public async Task A_certificate_names_a_host_and_no_number_of_one()
    {
        foreach (var (host, code) in new[] { ("issuer.example.gov", null), ("192.0.2.1", SignatureRefusalCodes.IssuerKeyMismatch) })
        {
            var leaf = TestCertificate.Leaf("CN=Issuer", null, TestCertificate.Names(names => names.AddDnsName(host)));
            using var key = Land.KeyOf(leaf);
            _land.Put("leaf.pem", leaf.Pem);
            (await _land.CodeAsync(key, $"https://{host}", Land.With(leaf))).Should().Be(code);
            (await _land.CodeAsync(key, $"https://{host}/id", Land.With(leaf))).Should().Be(code);
        }
    }

    [Fact]
    public async Task Where_no_certificates_are_trusted_those_that_came_along_change_nothing()
    {
        var leaf = TestCertificate.Leaf("CN=Issuer");
        _land.Put("key.jwk", Land.Jwk(_key));
        (await _land.CodeAsync(_key, header: Land.With(leaf))).Should().BeNull();
        (await _land.CodeAsync(_other, header: Land.With(leaf))).Should().Be(SignatureRefusalCodes.Invalid);
    }

    [Fact]
    public async Task A_health_certificate_names_its_signer_by_the_hash_of_the_certificate()
    {
        var good = TestCertificate.Leaf("C=UT, CN=DSC", null, TestCertificate.Uses("1.3.6.1.4.1.1847.2021.1.1"));
        var other = TestCertificate.Leaf("C=XX, CN=DSC");
        _land.Put("good.der", good.Der).Put("other.der", other.Der);
        var folder = TrustFolder.Load(_land.Path);
        var reference = new KeyReference { Profile = "hcert", Issuer = "UT", KeyId = SHA256.HashData(good.Der).AsMemory(0, 8) };

        var found = (await folder.FindAsync(reference, Land.Now)).Keys.Should().ContainSingle().Subject;
        found.Owner.Value.Should().Be("UT");
        found.Country.Should().Be("UT");
        found.ExtendedKeyUsages.Should().Equal("1.3.6.1.4.1.1847.2021.1.1");
        found.Key.Verify(SignatureAlgorithm.Es256, [1], good.Key.SignData([1], HashAlgorithmName.SHA256)).Should().BeTrue();

        (await folder.FindAsync(reference with { KeyId = new byte[8] }, Land.Now)).Keys.Should().BeEmpty();
        (await folder.FindAsync(reference with { Issuer = "XX" }, Land.Now)).Keys[0].Owner.Value.Should().StartWith("x509:");
        (await folder.FindAsync(reference with { KeyId = default }, Land.Now)).Keys.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_certificate_profile_may_ask_for_a_use()
    {
        var root = TestCertificate.Authority("CN=Root");
        var leaf = TestCertificate.Leaf("CN=I", root, TestCertificate.Names(names => names.AddDnsName("issuer.example.gov")), TestCertificate.Uses("1.2.3"));
        using var key = Land.KeyOf(leaf);
        _land.Put("root.der", root.Der);
        foreach (var (use, code) in new[] { ("1.2.3", null), ("1.2.4", X509RefusalCodes.ExtendedKeyUsage) })
        {
            var options = new TrustFolderOptions();
            options.CertificateProfiles = options.CertificateProfiles.Add("test+jwt", new CertificateProfile("test") { ExtendedKeyUsages = [use] });
            (await _land.CodeAsync(key, header: Land.With(leaf), options: options)).Should().Be(code);
        }
    }

    public void Dispose()
    {
        _land.Dispose();
        _key.Dispose();
        _other.Dispose();
    }

    private static byte[] DerOf(string pem) => Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-'))));

    private static JwsSigningHeader Header(string? keyId) => JwsSigningHeader.Of("test+jwt") with { OmitKeyId = keyId is null, KeyId = keyId };
}
