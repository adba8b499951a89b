using System.Security.Cryptography.X509Certificates;
using System.Text;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Cryptography;
using DpiBlocks.Trust;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>Health certificates under trust as it is stated in the field: certificates and policies in a folder.</summary>
public sealed class HcertTrustFolderTests : IDisposable
{
    private static readonly HcertForge Good = new() { IssuedAt = HcertForge.At.AddDays(-3).ToUnixTimeSeconds() };

    private readonly string _path = Directory.CreateTempSubdirectory("dpiblocks-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void A_pinned_signer_and_one_under_an_authority_that_is_an_anchor_are_trusted()
    {
        Put("dsc.der", Good.Signer.Der);
        Expect(Good, null);
        var authority = TestCertificate.Authority("C=AT, CN=CSCA");
        var under = Good with { Signer = TestCertificate.Leaf("C=AT, CN=DSC 3", authority) };
        Expect(under, SignatureRefusalCodes.KeyNotFound);
        Put("dsc3.der", under.Signer.Der);
        Put("csca.der", authority.Der);
        Expect(under, null);
    }

    [Fact]
    [Attack("HCT-07")]
    public void A_signer_whose_certificate_has_ended_or_not_begun_is_refused()
    {
        foreach (var (from, until, code) in new[]
        {
            (HcertForge.At.AddDays(-5), HcertForge.At.AddDays(5), (string?)null),
            (HcertForge.At.AddDays(-5), HcertForge.At.AddSeconds(-1), X509RefusalCodes.Expired),
            (HcertForge.At.AddDays(1), HcertForge.At.AddDays(5), X509RefusalCodes.NotYetValid),
        })
        {
            var signer = TestCertificate.Make(
                "C=AT, CN=DSC", null, [new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true)], from, until);
            Put("dsc.der", signer.Der);
            Expect(Good with { Signer = signer }, code);
        }
    }

    [Theory]
    [Attack("HCT-07")]
    [InlineData("AT", null)]
    [InlineData("DE", HcertRefusalCodes.CountryMismatch)]
    public void A_pinned_signer_speaks_for_its_own_country(string issuer, string? code)
    {
        Put("dsc.der", Good.Signer.Der);
        Expect(Good with { Issuer = issuer }, code);
    }

    [Theory]
    [Attack("HCT-06")]
    [InlineData("1.3.6.1.4.1.1847.2021.1.2", null)]
    [InlineData("1.3.6.1.4.1.1847.2021.1.1", HcertRefusalCodes.KeyUsage)]
    public void What_a_pinned_signer_is_limited_to_reaches_the_verdict(string usage, string? code)
    {
        var forge = Good with { Signer = TestCertificate.Leaf("C=AT, CN=DSC", null, TestCertificate.Uses(usage)) };
        Put("dsc.der", forge.Signer.Der);
        Expect(forge, code);
    }

    [Fact]
    [Attack("HCT-08")]
    public void A_policy_of_the_test_environment_does_not_count_in_production()
    {
        Put("dsc.der", Good.Signer.Der);
        foreach (var (environment, code) in new[] { ("production", (string?)null), ("test", TrustRefusalCodes.EnvironmentMismatch) })
        {
            File.WriteAllText(Path.Combine(_path, "policy.json"), $$"""
                {"name":"health","version":"1","environment":"{{environment}}","issuers":[
                  {"id":"AT","files":["dsc.der"],"may":[{"act":"issue","matters":["eu-dcc/*"]}]}]}
                """);
            var options = new TrustFolderOptions { Environment = TrustEnvironment.Production };
            if (TrustFolder.TryLoad(_path, options, out var folder, out var refusal))
            {
                (Judge(Good.Text(), folder).Refusal?.Code).Should().Be(code);
            }

            (refusal?.Code).Should().Be(code);
        }
    }

    [Theory]
    [InlineData("AT", DccSamples.Vaccination, null)]
    [InlineData("at", DccSamples.Vaccination, null)]
    [InlineData("Ministry of Health", DccSamples.Vaccination, null)]
    [InlineData("AT", DccSamples.Test, TrustRefusalCodes.NotEntitled)]
    [InlineData("DE", DccSamples.Vaccination, SignatureRefusalCodes.IssuerKeyMismatch)]
    public void A_policy_says_which_country_issues_what(string issuer, string payload, string? code)
    {
        Put("dsc.der", Good.Signer.Der);
        File.WriteAllText(Path.Combine(_path, "policy.json"), """
            {"name":"health","version":"1","environment":"test","issuers":[
              {"id":"AT","files":["dsc.der"],"may":[{"act":"issue","matters":["eu-dcc/vaccination"]}]}]}
            """);
        Expect(Good with { Issuer = issuer, Payload = payload }, code);
    }

    // All signers of the test data in one folder, each found by its key id: the cases whose certificate holds at their time.
    [Fact]
    public void Every_case_of_the_test_data_is_judged_alike_under_one_folder_of_all_signers()
    {
        var tests = SharedFiles.FilesOf(DgcTestCase.Folder).Select(file => new DgcTestCase(file)).ToList();
        foreach (var certificate in tests.Select(test => test.Certificate).DistinctBy(Convert.ToHexString))
        {
            Put(Convert.ToHexString(HcertKeyId.Of(certificate)) + ".der", certificate);
        }

        var folder = TrustFolder.Load(_path);
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var different = new List<string>();
        foreach (var test in tests)
        {
            var verdict = Judge(test.Utf8, folder, test.At);
            var code = verdict.Refusal?.Code ?? "accepted";
            codes[code] = codes.GetValueOrDefault(code) + 1;
            if (verdict.IsAccepted != test.Verdict.IsAccepted || (!verdict.IsAccepted && verdict.Refusal.Code != test.Verdict.Refusal!.Code))
            {
                different.Add($"{test.Name} {verdict.Refusal?.Code} {test.Verdict.Refusal?.Code}");
            }
        }

        // Their certificates do not hold at the time of the case either, which is found first.
        different.Should().Equal("common/CO16 x509.not_yet_valid validity.issued_in_future", "common/CO17 x509.expired validity.expired");
        codes.Should().Equal(new Dictionary<string, int>
        {
            ["accepted"] = 259,
            ["cbor.trailing_data"] = 1,
            ["credential.format_unknown"] = 2,
            ["hcert.base45_invalid"] = 1,
            ["hcert.eku"] = 47,
            ["hcert.malformed"] = 2,
            ["hcert.payload"] = 152,
            ["hcert.prefix"] = 1,
            ["signature.invalid"] = 1,
            ["signature.key_not_found"] = 2,
            ["validity.issued_in_future"] = 5,
            ["x509.expired"] = 1,
            ["x509.not_yet_valid"] = 1,
        });
    }

    private static Verification<VerifiedCredential> Judge(string text, TrustFolder folder) => Judge(Encoding.ASCII.GetBytes(text), folder, HcertForge.At);

    private static Verification<VerifiedCredential> Judge(byte[] text, TrustFolder folder, DateTimeOffset at) =>
        new CredentialVerifier(folder, folder, null, VerdictPolicy.Strict, TimeProvider.System)
            .VerifyAsync(text, new VerificationRequest { At = at }).AsTask().GetAwaiter().GetResult();

    private void Put(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_path, name), bytes);

    private void Expect(HcertForge forge, string? code)
    {
        var verdict = Judge(forge.Text(), TrustFolder.Load(_path));
        (verdict.Refusal?.Code).Should().Be(code);
        verdict.IsAccepted.Should().Be(code is null);
    }
}
