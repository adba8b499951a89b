using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace DpiBlocks.Cryptography.X509;

public class NameConstraintTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("example.gov", "example.gov", true)]
    [InlineData("example.gov", "id.example.gov", true)]
    [InlineData("example.gov", "ID.EXAMPLE.GOV", true)]
    [InlineData("example.gov", "badexample.gov", false)]
    [InlineData("example.gov", "example.gov.attacker.org", false)]
    [InlineData("example.gov", "attacker.org", false)]
    [InlineData(".example.gov", "id.example.gov", true)]
    [InlineData(".example.gov", "example.gov", false)]
    [InlineData("", "anything.org", true)]
    public void Host_names_stay_within_the_permitted_ones(string permitted, string name, bool good) =>
        Judge(permitted: [Text(2, permitted)], names => names.AddDnsName(name)).Should().Be(good);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("attacker.org", "example.gov", true)]
    [InlineData("attacker.org", "attacker.org", false)]
    [InlineData("attacker.org", "x.attacker.org", false)]
    [InlineData("attacker.org", "x.attacker.org.", false)]
    public void And_out_of_the_excluded_ones(string excluded, string name, bool good) =>
        Judge(permitted: [], names => names.AddDnsName(name), excluded: [Text(2, excluded)]).Should().Be(good);

    [Theory]
    [InlineData("id.example.gov", "https://id.example.gov/issuer", true)]
    [InlineData("id.example.gov", "https://id.example.gov:8443/issuer", true)]
    [InlineData("id.example.gov", "https://x.id.example.gov/issuer", false)]
    [InlineData(".example.gov", "https://id.example.gov/", true)]
    [InlineData(".example.gov", "https://example.gov/", false)]
    [InlineData(".example.gov", "https://id.example.gov@attacker.org/", false)]
    [InlineData(".example.gov", "urn:example.gov", false)]
    [InlineData(".example.gov", "https://10.0.0.1/", false)]
    public void Addresses_of_documents_are_compared_by_host(string permitted, string uri, bool good) =>
        Judge(permitted: [Text(6, permitted)], names => names.AddUri(new Uri(uri))).Should().Be(good);

    [Theory]
    [InlineData("clerk@example.gov", "clerk@example.gov", true)]
    [InlineData("clerk@example.gov", "clerk@EXAMPLE.gov", true)]
    [InlineData("clerk@example.gov", "other@example.gov", false)]
    [InlineData("example.gov", "clerk@example.gov", true)]
    [InlineData("example.gov", "clerk@id.example.gov", false)]
    [InlineData(".example.gov", "clerk@id.example.gov", true)]
    [InlineData(".example.gov", "no-host", false)]
    public void Mail_addresses_are_compared_by_mailbox_or_host(string permitted, string address, bool good) =>
        Judge(permitted: [Text(1, permitted)], names => names.AddEmailAddress(address)).Should().Be(good);

    [Theory]
    [InlineData("clerk@example.gov", true)]
    [InlineData("clerk@attacker.org", false)]
    public void So_are_those_that_old_certificates_have_in_their_name(string address, bool good) =>
        Judge([Text(1, "example.gov")], subject: $"CN=Issuer, E={address}").Should().Be(good);

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.0.0", false)]
    [InlineData("::a01:0", false)]
    public void Network_addresses_are_compared_under_the_mask(string address, bool good) =>
        Judge(permitted: [Tagged(7, [10, 1, 0, 0, 255, 255, 0, 0])], names => names.AddIpAddress(IPAddress.Parse(address))).Should().Be(good);

    [Theory]
    [InlineData("CN=Issuer, O=Utopia, C=UT", true)]
    [InlineData("CN=Issuer, O=UTOPIA, C=ut", true)]
    [InlineData("CN=Issuer, O=Elsewhere, C=UT", false)]
    [InlineData("CN=Issuer, C=UT", false)]
    [InlineData("CN=Issuer, C=UT, O=Utopia", false)]
    public void The_subject_stays_within_the_permitted_directory(string subject, bool good) =>
        Judge([Directory("O=Utopia, C=UT")], subject: subject).Should().Be(good);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("CN=Issuer, C=UT", "UT")]
    [InlineData("C=XX, CN=Issuer, C=UT", "UT")]
    [InlineData("CN=Issuer, C=UT, C=XX", null)]
    public void A_second_country_further_down_in_a_name_does_not_lead_out_of_the_permitted_one(string subject, string? country)
    {
        var root = TestCertificate.Authority("CN=Root", null, null, Constraints([Directory("C=UT")], []));
        var leaf = TestCertificate.Leaf(subject, root);

        (Check(root, leaf) is null).Should().Be(country is not null);
        Certificate.TryParse(leaf.Der, out var parsed, out _).Should().BeTrue();
        parsed!.Country.Should().Be(country ?? "XX");
    }

    [Theory]
    [Attack("JWK-07")]
    [InlineData(6, "attacker.org", true)]
    [InlineData(6, "https://attacker.org/", false)]
    [InlineData(6, "attacker.org:443", false)]
    [InlineData(2, "*.attacker.org", false)]
    [InlineData(2, "attacker.org.", false)]
    public void A_limit_that_no_name_could_ever_reach_is_no_limit_that_is_kept(int tag, string excluded, bool good) =>
        Certificate.TryParse(TestCertificate.Authority("CN=Root", null, null, Constraints([], [Text(tag, excluded)])).Der, out _, out _).Should().Be(good);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("0A01000000000000", true)]
    [InlineData("0A010000", false)]
    [InlineData("0A0100000000000000", false)]
    public void Nor_are_network_addresses_without_their_mask(string excluded, bool good) =>
        Certificate.TryParse(TestCertificate.Authority("CN=Root", null, null, Constraints([], [Tagged(7, Convert.FromHexString(excluded))])).Der, out _, out _).Should().Be(good);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("https://example.gov/issuer", true)]
    [InlineData("https://id.example.gov/issuer", true)]
    [InlineData("https://ID.example.gov:8443/issuer", true)]
    [InlineData("https://attacker.org/issuer", false)]
    [InlineData("https://badexample.gov/issuer", false)]
    [InlineData("https://example.gov@attacker.org/issuer", false)]
    [InlineData("https://10.0.0.1/issuer", false)]
    [InlineData("urn:example:issuer", false)]
    [InlineData("did:web:attacker.org", false)]
    public void Limits_of_host_names_hold_for_the_hosts_of_addresses_too(string uri, bool good)
    {
        Judge(permitted: [Text(2, "example.gov")], names => names.AddUri(new Uri(uri))).Should().Be(good);
        Judge(permitted: [], names => names.AddUri(new Uri(uri))).Should().BeTrue("nothing is limited");
    }

    [Theory]
    [Attack("JWK-07")]
    [InlineData("https://id.example.gov/issuer", true)]
    [InlineData("https://attacker.org/issuer", false)]
    [InlineData("https://x.attacker.org./issuer", false)]
    [InlineData("urn:example:issuer", false)]
    public void And_so_do_their_exclusions(string uri, bool good) =>
        Judge(permitted: [], names => names.AddUri(new Uri(uri)), excluded: [Text(2, "attacker.org")]).Should().Be(good);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("id.example.gov", "id.example.gov", true)]
    [InlineData("id.example.gov", "x.id.example.gov", false)]
    [InlineData(".example.gov", "id.example.gov", true)]
    [InlineData(".example.gov", "attacker.org", false)]
    public void Limits_of_addresses_hold_for_host_names_too(string permitted, string name, bool good) =>
        Judge(permitted: [Text(6, permitted)], names => names.AddDnsName(name)).Should().Be(good);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("id.example.gov", true)]
    [InlineData("attacker.org", false)]
    public void And_so_do_the_exclusions_of_addresses(string name, bool good) =>
        Judge(permitted: [], names => names.AddDnsName(name), excluded: [Text(6, "attacker.org")]).Should().Be(good);

    [Theory]
    [InlineData("a.example.gov", "https://b.example.org/", true)]
    [InlineData("b.example.org", "https://b.example.org/", false)]
    [InlineData("a.example.gov", "https://a.example.gov/", false)]
    public void Where_both_kinds_are_permitted_each_is_judged_by_its_own(string host, string uri, bool good) =>
        Judge(permitted: [Text(2, "example.gov"), Text(6, ".example.org")], names =>
        {
            names.AddDnsName(host);
            names.AddUri(new Uri(uri));
        }).Should().Be(good);

    [Theory]
    [InlineData("a.example.gov", true)]
    [InlineData("b.example.gov", false)]
    public void What_either_kind_excludes_stays_excluded(string host, bool good) =>
        Judge(permitted: [Text(2, "example.gov")], names => names.AddDnsName(host), excluded: [Text(6, "b.example.gov")]).Should().Be(good);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("clerk@example.gov", true)]
    [InlineData("clerk@attacker.org", false)]
    public void An_excluded_mailbox_host_stays_out(string address, bool good) =>
        Judge([], names => names.AddEmailAddress(address), excluded: [Text(1, "attacker.org")]).Should().Be(good);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("10.2.0.0", true)]
    [InlineData("10.1.2.3", false)]
    public void An_excluded_network_stays_out(string address, bool good) =>
        Judge([], names => names.AddIpAddress(IPAddress.Parse(address)), excluded: [Tagged(7, [10, 1, 0, 0, 255, 255, 0, 0])]).Should().Be(good);

    [Theory]
    [Attack("JWK-07")]
    [InlineData("CN=Issuer, O=Elsewhere, C=UT", true)]
    [InlineData("CN=Issuer, O=Utopia, C=UT", false)]
    public void An_excluded_directory_stays_out(string subject, bool good) =>
        Judge([], subject: subject, excluded: [Directory("O=Utopia, C=UT")]).Should().Be(good);

    [Fact]
    public void Constraints_of_one_kind_leave_the_others_alone() =>
        Judge([Text(2, "example.gov")], names => names.AddEmailAddress("clerk@attacker.org")).Should().BeTrue();

    [Fact]
    public void A_kind_that_is_constrained_but_not_understood_is_refused() =>
        Judge([OtherName()], names => names.AddUserPrincipalName("x")).Should().BeFalse();

    [Fact]
    public void Constraints_reach_down_through_the_whole_path()
    {
        var root = TestCertificate.Authority("CN=Root", null, null, Constraints([Text(2, "example.gov")], []));
        var middle = TestCertificate.Authority("CN=Middle", root);
        foreach (var (name, good) in new[] { ("id.example.gov", true), ("attacker.org", false) })
        {
            var leaf = TestCertificate.Leaf("CN=Issuer", middle, TestCertificate.Names(names => names.AddDnsName(name)));
            Check(root, leaf, middle).Should().Be(good ? null : "name_constraints");
        }
    }

    private static bool Judge(
        byte[][] permitted, Action<SubjectAlternativeNameBuilder>? names = null, byte[][]? excluded = null, string subject = "CN=Issuer")
    {
        var root = TestCertificate.Authority("CN=Root", null, null, Constraints(permitted, excluded ?? []));
        var leaf = names is null ? TestCertificate.Leaf(subject, root) : TestCertificate.Leaf(subject, root, TestCertificate.Names(names));
        var reason = Check(root, leaf);
        (reason ?? "name_constraints").Should().Be("name_constraints");
        return reason is null;
    }

    private static string? Check(TestCertificate root, params TestCertificate[] chain)
    {
        Certificate.TryParse(root.Der, out var anchor, out _).Should().BeTrue();
        return new CertificateChecker([anchor!]).TryCheck([.. chain.Select(one => one.Der)], CertificateProfile.Signing, At, out _, out var refusal)
            ? null
            : refusal.Facts["reason"];
    }

    private static X509Extension Constraints(byte[][] permitted, byte[][] excluded)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteSubtrees(writer, 0, permitted);
            WriteSubtrees(writer, 1, excluded);
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }

    private static void WriteSubtrees(AsnWriter writer, int tag, byte[][] names)
    {
        if (names.Length == 0)
        {
            return;
        }

        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
        {
            foreach (var name in names)
            {
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(name);
                }
            }
        }
    }

    private static byte[] Text(int tag, string text) => Tagged(tag, Encoding.ASCII.GetBytes(text));

    private static byte[] Tagged(int tag, byte[] content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(content, new Asn1Tag(TagClass.ContextSpecific, tag));
        return writer.Encode();
    }

    private static byte[] Directory(string name)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
        {
            writer.WriteEncodedValue(new X500DistinguishedName(name).RawData);
        }

        return writer.Encode();
    }

    private static byte[] OtherName()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            writer.WriteObjectIdentifier("1.3.6.1.4.1.311.20.2.3");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, "y");
            }
        }

        return writer.Encode();
    }
}
