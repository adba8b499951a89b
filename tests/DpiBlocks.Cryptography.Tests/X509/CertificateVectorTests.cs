using System.Collections.Immutable;
using System.Text.Json;

namespace DpiBlocks.Cryptography.X509;

public class CertificateVectorTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_certificates_of_the_COSE_examples_form_a_path()
    {
        var alice = File.ReadAllBytes(SharedFiles.PathOf("vectors/cose/x509-examples/alice.der"));
        var authority = File.ReadAllBytes(SharedFiles.PathOf("vectors/cose/x509-examples/ca.der"));
        var checker = new CertificateChecker([Parse(authority)]);

        foreach (ImmutableArray<ReadOnlyMemory<byte>> chain in new ImmutableArray<ReadOnlyMemory<byte>>[] { [alice], [alice, authority] })
        {
            checker.TryCheck(chain, CertificateProfile.Signing, At, out var good, out _).Should().BeTrue();
            good!.Anchor.Der.ToArray().Should().Equal(authority);
        }

        checker.TryCheck([authority, alice], CertificateProfile.Signing, At, out _, out _).Should().BeFalse();
    }

    [Fact]
    public void Every_signing_certificate_of_the_EU_test_data_is_read_and_can_be_pinned()
    {
        var (files, certificates) = (0, new Dictionary<Digest, Certificate>());
        foreach (var path in SharedFiles.FilesOf("vectors/eu-dcc/dgc-testdata"))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path).AsMemory(HasMark(path) ? 3 : 0));
            files++;
            var certificate = Parse(document.RootElement.GetProperty("TESTCTX").GetProperty("CERTIFICATE").GetBytesFromBase64());
            certificates[certificate.Fingerprint] = certificate;
        }

        files.Should().Be(475);
        certificates.Should().HaveCount(74);
        foreach (var certificate in certificates.Values)
        {
            certificate.IsAuthority.Should().BeFalse();
            certificate.TryGetKey(out _, out _).Should().BeTrue();
            var checker = new CertificateChecker([certificate]);
            checker.TryCheck([certificate.Der], CertificateProfile.Signing, certificate.NotBefore.AddDays(1), out var good, out _).Should().BeTrue();
            good!.IsPinned.Should().BeTrue();
            checker.TryCheck([certificate.Der], CertificateProfile.Signing, new DateTimeOffset(2033, 1, 1, 0, 0, 0, TimeSpan.Zero), out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(X509RefusalCodes.Expired);
        }
    }

    [Fact]
    public void The_signing_certificates_of_the_health_trust_network_lead_to_the_authorities_of_their_country()
    {
        var authorities = CertificatesOf("SCA");
        var signers = CertificatesOf("DSC");
        var checker = new CertificateChecker(authorities.SelectMany(country => country.Value));

        var outcomes = new List<string>();
        foreach (var (country, certificate) in signers.SelectMany(country => country.Value.Select(one => (country.Key, one))))
        {
            var good = checker.TryCheck([certificate.Der], CertificateProfile.Signing, certificate.NotBefore.AddDays(1), out var found, out var refusal);
            if (good)
            {
                authorities[country].Should().Contain(anchor => anchor.Fingerprint == found!.Anchor.Fingerprint);
            }

            outcomes.Add(good ? "good" : $"{country}: {refusal!.Code} {refusal.Facts.GetValueOrDefault("reason")}");
        }

        outcomes.GroupBy(outcome => outcome).Select(group => $"{group.Count()} {group.Key}").Should().BeEquivalentTo(
            "64 good",
            "3 ALB: x509.chain_invalid not_yet_valid",           // signers that begin before their authority does
            "1 TUR: x509.chain_invalid weak_signature");         // signed with SHA-1
    }

    private static Dictionary<string, List<Certificate>> CertificatesOf(string use)
    {
        var found = new Dictionary<string, List<Certificate>>(StringComparer.Ordinal);
        var end = Path.Combine("/", use, "did.json");
        foreach (var path in SharedFiles.FilesOf("vectors/who-gdhcn/tng-cdn/v2/trustlist/DCC").Where(path => path.EndsWith(end, StringComparison.Ordinal)))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var country = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)))!;
            if (!document.RootElement.TryGetProperty("verificationMethod", out var methods))
            {
                continue;
            }

            foreach (var method in methods.EnumerateArray())
            {
                var der = method.GetProperty("publicKeyJwk").GetProperty("x5c")[0].GetBytesFromBase64();
                found.TryAdd(country, []);
                found[country].Add(Parse(der));
            }
        }

        return found;
    }

    private static bool HasMark(string path)
    {
        using var stream = File.OpenRead(path);
        return stream.ReadByte() == 0xEF;
    }

    private static Certificate Parse(byte[] der) =>
        Certificate.TryParse(der, out var certificate, out var refusal) ? certificate : throw new InvalidOperationException(refusal.Code);
}
