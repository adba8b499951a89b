using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DpiBlocks.Cryptography.X509;

public class CertificateCheckerTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestCertificate _root = TestCertificate.Authority("C=UT, O=Utopia, CN=Root");

    [Fact]
    public void A_certificate_that_an_anchor_certifies_is_good()
    {
        var leaf = TestCertificate.Leaf("C=ut, CN=Issuer", _root);

        ShouldBeGood([_root], [leaf], out var result);

        result.Leaf.Der.ToArray().Should().Equal(leaf.Der);
        result.Anchor.Der.ToArray().Should().Equal(_root.Der);
        result.IsPinned.Should().BeFalse();
        result.Leaf.Country.Should().Be("UT");
        result.Key.Algorithms.Should().Equal(SignatureAlgorithm.Es256);
        var data = "data"u8.ToArray();
        result.Key.Verify(SignatureAlgorithm.Es256, data, leaf.Key.SignData(data, HashAlgorithmName.SHA256)).Should().BeTrue();
    }

    [Fact]
    public void An_anchor_that_is_sent_along_ends_the_path()
    {
        var middle = TestCertificate.Authority("CN=Middle", _root);
        var leaf = TestCertificate.Leaf("CN=Issuer", middle);
        ShouldBeGood([_root], [leaf, middle], out _);
        ShouldBeGood([_root], [leaf, middle, _root], out _);
        ShouldBeGood([middle], [leaf, middle, _root], out var result);
        result.Anchor.Der.ToArray().Should().Equal(middle.Der);
    }

    [Fact]
    public void An_anchor_whose_key_was_renewed_is_told_by_the_signature()
    {
        var older = TestCertificate.Authority("C=UT, O=Utopia, CN=Root");
        ShouldBeGood([older, _root], [TestCertificate.Leaf("CN=Issuer", _root)], out var result);
        result.Anchor.Der.ToArray().Should().Equal(_root.Der);
    }

    [Fact]
    public void A_name_may_be_written_in_another_case_and_string_type()
    {
        var name = new X500DistinguishedNameBuilder();
        name.Add("2.5.4.10", "utopia", UniversalTagNumber.PrintableString);
        var root = TestCertificate.Authority("O=Utopia");
        using var signer = ECDsa.Create(root.Key.ExportParameters(includePrivateParameters: true));
        var request = new CertificateRequest("CN=Issuer", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        using var leaf = request.Create(name.Build(), X509SignatureGenerator.CreateForECDsa(signer), TestCertificate.From, TestCertificate.Until, [1]);
        Check([root], [leaf.RawData], CertificateProfile.Signing, At, out _).Should().BeNull();
    }

    [Fact]
    public void An_end_entity_certificate_that_was_stated_is_trusted_itself()
    {
        var pinned = TestCertificate.Leaf("CN=Issuer", _root);
        ShouldBeGood([pinned], [pinned], out var result);
        result.IsPinned.Should().BeTrue();

        var sibling = TestCertificate.Leaf("CN=Issuer", _root);
        ShouldBeRefused([pinned], [sibling], X509RefusalCodes.Untrusted);
    }

    [Fact]
    [Attack("JWK-07")]
    public void A_pinned_certificate_certifies_no_other()
    {
        var pinned = TestCertificate.Leaf("CN=Issuer", _root);
        var child = TestCertificate.Leaf("CN=Child", pinned);
        ShouldBeRefused([pinned], [child], X509RefusalCodes.Untrusted);
        ShouldBeRefused([pinned], [child, pinned], X509RefusalCodes.Untrusted);
    }

    [Fact]
    [Attack("JWS-05")]
    public void What_leads_to_no_anchor_is_untrusted()
    {
        ShouldBeRefused([_root], [TestCertificate.Leaf("CN=Self-signed")], X509RefusalCodes.Untrusted);

        var foreign = TestCertificate.Authority("CN=Foreign root");
        ShouldBeRefused([_root], [TestCertificate.Leaf("CN=Issuer", foreign)], X509RefusalCodes.Untrusted);
        ShouldBeRefused([_root], [TestCertificate.Leaf("CN=Issuer", foreign), foreign], X509RefusalCodes.Untrusted);
        ShouldBeRefused([], [TestCertificate.Leaf("CN=Issuer", _root), _root], X509RefusalCodes.Untrusted);

        var impostor = TestCertificate.Authority("C=UT, O=Utopia, CN=Root");
        ShouldBeRefused([_root], [TestCertificate.Leaf("CN=Issuer", impostor)], X509RefusalCodes.Untrusted);
        ShouldBeRefused([_root], [TestCertificate.Leaf("CN=Issuer", impostor), impostor], X509RefusalCodes.Untrusted);
    }

    [Fact]
    [Attack("JWS-05", "COS-07")]
    public void Certificates_come_in_order_and_once()
    {
        var middle = TestCertificate.Authority("CN=Middle", _root);
        var leaf = TestCertificate.Leaf("CN=Issuer", middle);

        ShouldBeGood([_root], [leaf, middle, _root], out _);
        ShouldBeInvalid([_root], [leaf, _root, middle], "order");
        ShouldBeInvalid([_root], [middle, leaf], "order");
        ShouldBeInvalid([_root], [leaf, middle, middle], "duplicate_certificate");
        ShouldBeInvalid([_root], [leaf, leaf, middle], "duplicate_certificate");
        ShouldBeInvalid([_root], [], "length");
    }

    [Fact]
    public void A_path_has_five_certificates_at_most()
    {
        var one = TestCertificate.Authority("CN=1", _root);
        var two = TestCertificate.Authority("CN=2", one);
        var three = TestCertificate.Authority("CN=3", two);
        var four = TestCertificate.Authority("CN=4", three);
        ShouldBeGood([_root], [TestCertificate.Leaf("CN=L", three), three, two, one], out _);
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=L", four), four, three, two, one], "length");
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=L", four), four, three, two, one, _root], "length");
    }

    [Fact]
    [Attack("JWK-07")]
    public void An_issuer_is_an_authority()
    {
        var usage = TestCertificate.SigningAuthority();
        var good = TestCertificate.Make("CN=Middle", _root, [TestCertificate.AuthorityConstraints(), usage]);
        var denies = TestCertificate.Make("CN=Middle", _root, [new X509BasicConstraintsExtension(false, false, 0, critical: true), usage]);
        var silent = TestCertificate.Make("CN=Middle", _root, [usage]);

        ShouldBeGood([_root], [TestCertificate.Leaf("CN=Issuer", good), good], out _);
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=Issuer", denies), denies], "not_a_ca");
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=Issuer", silent), silent], "not_a_ca");
    }

    [Fact]
    [Attack("JWK-07")]
    public void An_issuer_may_sign_certificates_and_a_leaf_may_sign()
    {
        var middle = TestCertificate.Make("CN=Middle", _root, [TestCertificate.AuthorityConstraints(), Usage(X509KeyUsageFlags.CrlSign)]);
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=Issuer", middle), middle], "key_usage");

        ShouldBeGood([_root], [TestCertificate.Make("CN=Issuer", _root, [Usage(X509KeyUsageFlags.DigitalSignature)])], out _);
        ShouldBeGood([_root], [TestCertificate.Make("CN=Seal", _root, [Usage(X509KeyUsageFlags.NonRepudiation)])], out _);
        ShouldBeGood([_root], [TestCertificate.Make("CN=Silent", _root, [])], out _);
        ShouldBeInvalid([_root], [TestCertificate.Make("CN=Issuer", _root, [Usage(X509KeyUsageFlags.KeyAgreement)])], "key_usage");

        var pinned = TestCertificate.Make("CN=Issuer", null, [Usage(X509KeyUsageFlags.KeyAgreement)]);
        ShouldBeInvalid([pinned], [pinned], "key_usage");
    }

    [Fact]
    public void An_authority_signs_no_messages()
    {
        var middle = TestCertificate.Authority("CN=Middle", _root);
        ShouldBeInvalid([_root], [middle], "ca_as_leaf");
        ShouldBeInvalid([_root], [_root], "ca_as_leaf");
    }

    [Theory]
    [Attack("JWK-07")]
    [InlineData(null, true)]
    [InlineData(2, true)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void A_path_is_no_longer_than_its_authority_allows(int? pathLength, bool good)
    {
        var root = TestCertificate.Authority("CN=Root", pathLength: pathLength);
        var middle = TestCertificate.Authority("CN=Middle", root);
        var leaf = TestCertificate.Leaf("CN=Issuer", middle);
        if (good)
        {
            ShouldBeGood([root], [leaf, middle], out _);
        }
        else
        {
            ShouldBeInvalid([root], [leaf, middle], "path_length");
        }
    }

    [Fact]
    [Attack("JWK-07")]
    public void Every_certificate_holds_at_the_time()
    {
        var (earlier, later) = (At.AddDays(-1), At.AddDays(1));
        var expired = TestCertificate.Make("CN=Middle", _root, [TestCertificate.AuthorityConstraints()], until: earlier);
        var early = TestCertificate.Make("CN=Middle", _root, [TestCertificate.AuthorityConstraints()], from: later);
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=Issuer", expired), expired], "expired");
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=Issuer", early), early], "not_yet_valid");

        var gone = TestCertificate.Make("CN=Gone", null, [TestCertificate.AuthorityConstraints()], until: earlier);
        ShouldBeInvalid([gone], [TestCertificate.Leaf("CN=Issuer", gone)], "expired");

        ShouldBeRefused([_root], [TestCertificate.Make("CN=Issuer", _root, [], until: earlier)], X509RefusalCodes.Expired);
        ShouldBeRefused([_root], [TestCertificate.Make("CN=Issuer", _root, [], from: later)], X509RefusalCodes.NotYetValid);

        var pinned = TestCertificate.Make("CN=Issuer", _root, [], until: earlier);
        ShouldBeRefused([pinned], [pinned], X509RefusalCodes.Expired);
    }

    [Fact]
    public void Both_ends_of_the_validity_are_included()
    {
        var leaf = TestCertificate.Leaf("CN=Issuer", _root);
        var checker = Checker([_root]);
        foreach (var (at, code) in new[]
        {
            (TestCertificate.From.AddSeconds(-1), X509RefusalCodes.ChainInvalid), (TestCertificate.From, null),
            (TestCertificate.Until, null), (TestCertificate.Until.AddSeconds(1), X509RefusalCodes.ChainInvalid),
        })
        {
            checker.TryCheck([leaf.Der], CertificateProfile.Signing, at, out _, out var refusal).Should().Be(code is null);
            (refusal?.Code).Should().Be(code);
        }
    }

    [Fact]
    [Attack("JWK-07")]
    public void Signatures_by_hashes_that_collide_are_refused()
    {
        ShouldBeInvalid([_root], [TestCertificate.Make("CN=Issuer", _root, [], generator: TestCertificate.WithSha1)], "weak_signature");

        var middle = TestCertificate.Make("CN=Middle", _root, [TestCertificate.AuthorityConstraints()], generator: TestCertificate.WithSha1);
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=Issuer", middle), middle], "weak_signature");

        // An anchor is trusted because it was stated, not for the signature under it.
        var root = TestCertificate.Make("CN=Old root", null, [TestCertificate.AuthorityConstraints()], generator: TestCertificate.WithSha1);
        ShouldBeGood([root], [TestCertificate.Leaf("CN=Issuer", root)], out _);
    }

    [Fact]
    [Attack("JWK-07")]
    public void A_critical_extension_that_is_not_understood_is_refused()
    {
        var critical = new X509Extension("1.2.3.4.5", [0x05, 0x00], critical: true);
        var harmless = new X509Extension("1.2.3.4.5", [0x05, 0x00], critical: false);
        ShouldBeGood([_root], [TestCertificate.Leaf("CN=Issuer", _root, harmless)], out _);
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=Issuer", _root, critical)], "critical_extension");

        var middle = TestCertificate.Authority("CN=Middle", _root, null, critical);
        ShouldBeInvalid([_root], [TestCertificate.Leaf("CN=Issuer", middle), middle], "critical_extension");

        var pinned = TestCertificate.Leaf("CN=Issuer", null, critical);
        ShouldBeInvalid([pinned], [pinned], "critical_extension");
    }

    [Theory]
    [Attack("JWK-07")]
    [InlineData("2.5.29.19", "30060101FF020100", true)]      // cA TRUE, pathLenConstraint 0
    [InlineData("2.5.29.19", "30060101FF0201FF", false)]     // -1
    [InlineData("2.5.29.19", "30030101FF0500", false)]       // something after it
    [InlineData("2.5.29.17", "3003820161", true)]            // a host name
    [InlineData("2.5.29.17", "3003890161", false)]           // a tenth kind of name
    [InlineData("2.5.29.17", "3003020161", false)]           // an INTEGER among names
    public void An_extension_that_is_not_of_its_form_makes_no_certificate(string oid, string hex, bool good)
    {
        var made = TestCertificate.Make("CN=Issuer", null, [new X509Extension(oid, Convert.FromHexString(hex), critical: true)]);
        Certificate.TryParse(made.Der, out _, out var refusal).Should().Be(good);
        (refusal?.Code).Should().Be(good ? null : X509RefusalCodes.Malformed);
    }

    [Fact]
    [Attack("JWK-07")]
    public void An_extension_stands_once()
    {
        // Two unknown ones, the second's identifier changed to the first's: nothing else differs.
        X509Extension Of(string oid) => new(oid, [0x05, 0x00], critical: false);
        var der = TestCertificate.Make("CN=Issuer", null, [Of("1.2.3.4.5"), Of("1.2.3.4.6")]).Der;
        Certificate.TryParse(der, out _, out _).Should().BeTrue();
        der[der.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x06, 0x04, 0x2A, 0x03, 0x04, 0x06]) + 5] = 0x05;
        Certificate.TryParse(der, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(X509RefusalCodes.Malformed);
    }

    [Fact]
    [Attack("JWK-07")]
    public void A_use_that_is_asked_for_must_be_named()
    {
        var profile = new CertificateProfile("test") { ExtendedKeyUsages = ["1.2.3.1", "1.2.3.2"] };
        Check([_root], [TestCertificate.Leaf("CN=I", _root, TestCertificate.Uses("1.2.3.2", "1.9")).Der], profile, At, out _).Should().BeNull();
        Check([_root], [TestCertificate.Leaf("CN=I", _root, TestCertificate.Uses("2.5.29.37.0")).Der], profile, At, out _).Should().BeNull();
        Check([_root], [TestCertificate.Leaf("CN=I", _root, TestCertificate.Uses("1.9")).Der], profile, At, out _)!.Code.Should().Be(X509RefusalCodes.ExtendedKeyUsage);

        var silent = TestCertificate.Leaf("CN=I", _root).Der;
        Check([_root], [silent], profile, At, out _)!.Code.Should().Be(X509RefusalCodes.ExtendedKeyUsage);
        Check([_root], [silent], profile with { RequireExtendedKeyUsage = false }, At, out _).Should().BeNull();
    }

    [Fact]
    public void Changed_bytes_of_a_signed_certificate_are_refused()
    {
        var leaf = TestCertificate.Leaf("CN=Issuer", _root).Der;
        var checker = Checker([_root]);
        for (var i = 0; i < leaf.Length; i++)
        {
            var changed = (byte[])leaf.Clone();
            changed[i] ^= 1;
            checker.TryCheck([changed], CertificateProfile.Signing, At, out _, out var refusal).Should().BeFalse($"byte {i} is signed or says how to read it");
            refusal!.Code.Should().StartWith("x509.");
        }

        checker.TryCheck([leaf], CertificateProfile.Signing, At, out _, out _).Should().BeTrue();
    }

    [Fact]
    public void A_result_is_remembered_for_its_time_its_profile_and_its_anchors()
    {
        var leaf = TestCertificate.Leaf("CN=Issuer", _root, TestCertificate.Uses("1.2.3.1"));
        var checker = Checker([_root]);
        var (mine, other) = (new CertificateProfile("p") { ExtendedKeyUsages = ["1.2.3.1"] }, new CertificateProfile("p") { ExtendedKeyUsages = ["1.2.3.2"] });

        checker.TryCheck([leaf.Der], mine, At, out var first, out _).Should().BeTrue();
        checker.TryCheck([leaf.Der], mine, At, out var second, out _).Should().BeTrue();
        second.Should().BeSameAs(first);

        checker.TryCheck([leaf.Der], other, At, out _, out var use).Should().BeFalse();
        use!.Code.Should().Be(X509RefusalCodes.ExtendedKeyUsage);
        checker.TryCheck([leaf.Der], mine, TestCertificate.Until.AddDays(1), out _, out _).Should().BeFalse();
        Checker([]).TryCheck([leaf.Der], mine, At, out _, out _).Should().BeFalse();
        checker.TryCheck([leaf.Der, _root.Der], mine, At, out var third, out _).Should().BeTrue();
        third.Should().NotBeSameAs(first);
    }

    private static X509KeyUsageExtension Usage(X509KeyUsageFlags flags) => new(flags, critical: true);

    private static CertificateChecker Checker(TestCertificate[] trusted) => new(trusted.Select(Read));

    private static Certificate Read(TestCertificate certificate) =>
        Certificate.TryParse(certificate.Der, out var read, out _) ? read : throw new InvalidOperationException("The certificate made for the test cannot be read.");

    private static Refusal? Check(
        TestCertificate[] trusted, ImmutableArray<ReadOnlyMemory<byte>> chain, CertificateProfile profile, DateTimeOffset at, out CheckedCertificate? result) =>
        Checker(trusted).TryCheck(chain, profile, at, out result, out var refusal) ? null : refusal;

    private static void ShouldBeGood(TestCertificate[] trusted, TestCertificate[] chain, out CheckedCertificate result)
    {
        Check(trusted, [.. chain.Select(one => one.Der)], CertificateProfile.Signing, At, out var found).Should().BeNull();
        result = found!;
    }

    private static void ShouldBeRefused(TestCertificate[] trusted, TestCertificate[] chain, string code) =>
        Check(trusted, [.. chain.Select(one => one.Der)], CertificateProfile.Signing, At, out _)!.Code.Should().Be(code);

    private static void ShouldBeInvalid(TestCertificate[] trusted, TestCertificate[] chain, string reason)
    {
        var refusal = Check(trusted, [.. chain.Select(one => one.Der)], CertificateProfile.Signing, At, out _)!;
        refusal.Code.Should().Be(X509RefusalCodes.ChainInvalid);
        refusal.Facts["reason"].Should().Be(reason);
    }
}
