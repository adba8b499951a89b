using System.Collections.Immutable;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>Whose key, by which algorithm, for what, of which country.</summary>
public sealed class HcertKeyTests
{
    private static readonly TestCertificate Other = TestCertificate.Leaf("C=AT, CN=DSC 2");

    private static readonly HcertForge Good = new();

    [Fact]
    [Attack("HCT-05")]
    public void The_key_id_may_stand_in_the_unprotected_header_alone()
    {
        (Good with { KeyId = [], UnprotectedKeyId = Good.SignerKeyId }).MustPass();
        (Good with { KeyId = [], UnprotectedKeyId = HcertKeyId.Of(Other.Der) }).MustFail(SignatureRefusalCodes.KeyNotFound);
        (Good with { KeyId = [] }).MustFail(SignatureRefusalCodes.KeyNotFound);
    }

    [Fact]
    [Attack("HCT-05")]
    public void The_protected_key_id_wins()
    {
        (Good with { UnprotectedKeyId = Good.SignerKeyId }).MustPass();
        (Good with { UnprotectedKeyId = HcertKeyId.Of(Other.Der) }).MustPass();
        (Good with { KeyId = HcertKeyId.Of(Other.Der), UnprotectedKeyId = Good.SignerKeyId }).MustFail(SignatureRefusalCodes.KeyNotFound);
    }

    [Fact]
    [Attack("HCT-05")]
    public void Of_two_certificates_with_one_key_id_the_right_one_wins()
    {
        var keyId = Good.SignerKeyId;
        Good.MustPass(new HcertTrust().With(Good.Signer.Der).With(Other.Der, keyId));
        Good.MustPass(new HcertTrust().With(Other.Der, keyId).With(Good.Signer.Der));
        var verdict = Good.Judge(new HcertTrust().With(Other.Der, keyId).With(Good.Signer.Der));
        verdict.GetValueOrThrow().IssuerKey.Anchor.Should().Be(Digest.Of(Good.Signer.Der).ToString());
        Good.MustFail(SignatureRefusalCodes.Invalid, new HcertTrust().With(Other.Der, keyId));
    }

    [Fact]
    public void The_key_is_asked_for_by_its_bytes_the_country_and_the_time()
    {
        var trust = HcertTrust.In(Good.Signer.Der);
        Good.MustPass(trust);
        var asked = trust.Asked.Should().ContainSingle().Subject;
        (asked.Profile, asked.Issuer, asked.SignedAt).Should().Be(("hcert", "AT", HcertForge.At.AddDays(-30)));
        asked.KeyId.ToArray().Should().Equal(Good.SignerKeyId);
    }

    [Fact]
    public void The_trust_policy_is_asked_about_the_type()
    {
        Good.MustPass(new HcertTrust { Forbidden = DccTypes.Test }.With(Good.Signer.Der));
        Good.MustFail("trust.not_entitled", new HcertTrust { Forbidden = DccTypes.Vaccination }.With(Good.Signer.Der));
    }

    public static TheoryData<string, string, bool> Usages()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var arc in new[] { "1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1." })
        {
            foreach (var (payload, right) in new[] { (DccSamples.Test, 1), (DccSamples.Vaccination, 2), (DccSamples.Recovery, 3) })
            {
                for (var i = 1; i <= 4; i++)
                {
                    data.Add(payload, arc + i, i == right);
                }
            }
        }

        data.Add(DccSamples.Test, "2.23.136.1.1.14.2", false);
        data.Add(DccSamples.Test, "1.3.6.1.4.1.1847.2021.1", false);
        data.Add(DccSamples.Test, "1.3.6.1.4.1.1847.2021.1.11", false);
        return data;
    }

    [Theory]
    [Attack("HCT-06")]
    [MemberData(nameof(Usages))]
    public void A_signer_limited_to_one_kind_signs_no_other(string payload, string usage, bool right)
    {
        var forge = Good with { Payload = payload, Signer = TestCertificate.Leaf("C=AT, CN=DSC", null, TestCertificate.Uses(usage)) };
        if (right)
        {
            forge.MustPass();
        }
        else
        {
            forge.MustFail(HcertRefusalCodes.KeyUsage);
        }
    }

    [Fact]
    [Attack("HCT-06")]
    public void A_signer_of_several_kinds_or_without_limit_signs_what_it_may()
    {
        var limited = Good with { Signer = TestCertificate.Leaf("C=AT, CN=DSC", null, TestCertificate.Uses("1.3.6.1.4.1.1847.2021.1.1", "1.3.6.1.4.1.1847.2021.1.2")) };
        limited.MustPass();
        (limited with { Payload = DccSamples.Recovery }).MustFail(HcertRefusalCodes.KeyUsage);
        Good.Judge().Checks.Should().Contain(check => check.Name == "key_usage" && check.Outcome == CheckOutcome.NotApplicable);
    }

    [Theory]
    [Attack("HCT-07")]
    [InlineData("AT", "C=AT, CN=DSC", null)]
    [InlineData("at", "C=AT, CN=DSC", null)]
    [InlineData("DE", "C=AT, CN=DSC", HcertRefusalCodes.CountryMismatch)]
    [InlineData("de", "C=AT, CN=DSC", HcertRefusalCodes.CountryMismatch)]
    [InlineData("AT", "C=DE, CN=DSC", HcertRefusalCodes.CountryMismatch)]
    [InlineData("Ministry of Health", "C=AT, CN=DSC", null)]         // no country: the key alone tells
    [InlineData(null, "C=AT, CN=DSC", null)]
    [InlineData("AT", "CN=DSC", null)]                                // the certificate names none
    public void The_country_of_the_issuer_is_that_of_the_signer(string? issuer, string subject, string? code)
    {
        var forge = Good with { Issuer = issuer, Signer = TestCertificate.Leaf(subject) };
        var verdict = forge.Judge();
        (verdict.Refusal?.Code).Should().Be(code);
        verdict.IsAccepted.Should().Be(code is null);
        if (code is null && (issuer?.Length is not 2 || !subject.Contains("C=")))
        {
            verdict.Checks.Single(check => check.Name == "issuer_country").Facts.Should().Contain("country", "unstated");
        }
    }

    [Fact]
    public void A_bare_key_signs_for_any_country()
    {
        Certificate.TryParse(Good.Signer.Der, out var certificate, out _).Should().BeTrue();
        certificate!.TryGetKey(out var key, out _).Should().BeTrue();
        Good.MustPass(new HcertTrust().With(new ResolvedKey(key!, PartyId.Parse("anybody")), Good.SignerKeyId));
    }

    [Theory]
    [InlineData(-37, SignatureRefusalCodes.AlgorithmKeyMismatch)]     // PS256, with an EC key
    [InlineData(-35, CoseRefusalCodes.AlgorithmNotAllowed)]           // ES384
    [InlineData(-8, CoseRefusalCodes.AlgorithmNotAllowed)]            // EdDSA
    [InlineData(-257, CoseRefusalCodes.AlgorithmNotAllowed)]          // RS256
    [InlineData(5, CoseRefusalCodes.AlgorithmNotAllowed)]             // HMAC 256
    [InlineData(null, CoseRefusalCodes.AlgorithmNotAllowed)]
    public void The_algorithm_is_ES256_or_PS256_and_the_keys_own(int? algorithm, string code)
    {
        Good.MustPass();
        (Good with { Algorithm = algorithm }).MustFail(code);
    }

    [Fact]
    public void The_algorithm_in_the_unprotected_header_decides_nothing()
    {
        (Good with { Algorithm = null, UnprotectedAlgorithm = -7 }).MustPass();
        (Good with { Algorithm = null, UnprotectedAlgorithm = -37 }).MustFail(SignatureRefusalCodes.AlgorithmKeyMismatch);
        (Good with { UnprotectedAlgorithm = -37 }).MustPass();        // the protected one counts
        (Good with { Algorithm = -37, UnprotectedAlgorithm = -7 }).MustFail(SignatureRefusalCodes.AlgorithmKeyMismatch);
    }

    [Theory]
    [InlineData(new ulong[] { 18 }, true)]
    [InlineData(new ulong[] { 61, 18 }, true)]
    [InlineData(new ulong[] { }, false)]
    [InlineData(new ulong[] { 61 }, false)]
    [InlineData(new ulong[] { 17 }, false)]
    [InlineData(new ulong[] { 98 }, false)]
    [InlineData(new ulong[] { 18, 18 }, false)]
    [InlineData(new ulong[] { 18, 61 }, false)]
    public void The_tag_of_COSE_stands_in_front_and_that_of_CWT_may(ulong[] tags, bool valid)
    {
        var forge = Good with { Tags = tags };
        if (valid)
        {
            forge.MustPass();
        }
        else
        {
            forge.MustFail(CoseRefusalCodes.WrongType);
        }
    }

    [Theory]
    [Attack("HCT-12")]
    [InlineData(1, Grade.Accepted)]
    [InlineData(10, Grade.AcceptedWithReservation)]
    [InlineData(30, Grade.Undetermined)]
    public async Task The_age_of_the_trust_list_is_told_and_judged(int days, Grade grade)
    {
        var source = new Source("trust list", Digest.Of([1]), HcertForge.At.AddDays(-days));
        var verifier = new HcertTrust { Source = source }.With(Good.Signer.Der).Verifier(new OfflineGrace());
        var verdict = await verifier.VerifyAsync(Good.Text(), new VerificationRequest { At = HcertForge.At }, TestContext.Current.CancellationToken);
        verdict.Grade.Should().Be(grade);
        var check = verdict.Checks.Single(check => check.Name == "issuer_key");
        check.Source.Should().Be(source);
        check.Ruling!.Value.Rule.Should().Be("trust.age");
        (verdict.Refusal?.Code).Should().Be(grade is Grade.Undetermined ? "issuer_key.stale" : null);
    }

    private sealed class OfflineGrace : IVerdictPolicy
    {
        public string Name => "offline grace";

        public Ruling Rule(Check check, DateTimeOffset at) => check.Source is not { } source
            ? VerdictPolicy.Strict.Rule(check, at)
            : new Ruling(source.AgeAt(at).TotalDays switch { <= 3 => RulingKind.Allow, <= 14 => RulingKind.Reserve, _ => RulingKind.Refuse }, "trust.age");
    }
}
