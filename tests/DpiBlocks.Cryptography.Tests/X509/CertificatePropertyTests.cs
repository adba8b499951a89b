using CsCheck;

namespace DpiBlocks.Cryptography.X509;

public class CertificatePropertyTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Random_bytes_never_make_the_reader_throw() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Certificate.TryParse(bytes, out var certificate, out var refusal).Should().Be(refusal is null && certificate is not null));

    [Fact]
    public void Changed_certificates_never_make_reader_or_checker_throw()
    {
        var root = TestCertificate.Authority("C=UT, CN=Root");
        var leaf = TestCertificate.Leaf(
            "CN=Issuer, E=a@example.gov", root, TestCertificate.Uses("1.2.3"), TestCertificate.Names(names => names.AddDnsName("example.gov")));
        Certificate.TryParse(root.Der, out var anchor, out _).Should().BeTrue();
        var checker = new CertificateChecker([anchor!]);
        var change = Gen.Select(Gen.Int[0, leaf.Der.Length - 1], Gen.Byte);

        change.Array[1, 8].Sample(changes =>
        {
            var bytes = (byte[])leaf.Der.Clone();
            foreach (var (at, value) in changes)
            {
                bytes[at] = value;
            }

            var read = Certificate.TryParse(bytes, out var parsed, out _) ? parsed : null;
            read?.TryGetKey(out _, out _);
            var same = bytes.AsSpan().SequenceEqual(leaf.Der);
            checker.TryCheck([bytes], CertificateProfile.Signing, At, out _, out _).Should().Be(same);
            new CertificateChecker(read is null ? [] : [read]).TryCheck([leaf.Der, bytes], CertificateProfile.Signing, At, out _, out _);
        });
    }

    [Fact]
    public void A_certificate_that_claims_to_be_huge_costs_nothing() =>
        Bounded.Run(TimeSpan.FromMilliseconds(50), 4096, () =>
            Certificate.TryParse(new byte[] { 0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xF0 }, out _, out _).Should().BeFalse());
}
