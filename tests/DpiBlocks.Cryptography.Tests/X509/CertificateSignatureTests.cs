using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DpiBlocks.Cryptography.X509;

public class CertificateSignatureTests
{
    private const string Rs256 = "300D06092A864886F70D01010B0500";

    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("nistP256", "SHA256")]
    [InlineData("nistP256", "SHA384")]
    [InlineData("nistP384", "SHA384")]
    [InlineData("nistP521", "SHA512")]
    [InlineData("brainpoolP256r1", "SHA256")]
    [InlineData("brainpoolP384r1", "SHA384")]
    [InlineData("brainpoolP512r1", "SHA512")]
    public void An_authority_may_sign_by_ECDSA_on_a_named_curve(string curve, string hash)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        Check(key.ExportSubjectPublicKeyInfo(), X509SignatureGenerator.CreateForECDsa(key), new HashAlgorithmName(hash)).Should().BeNull();
    }

    [Theory]
    [InlineData("secp224r1")]
    [InlineData("secp256k1")]
    [InlineData("brainpoolP224r1")]
    public void Other_curves_are_not_accepted(string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        Check(key.ExportSubjectPublicKeyInfo(), X509SignatureGenerator.CreateForECDsa(key), HashAlgorithmName.SHA256).Should().Be("key");
    }

    [Theory]
    [InlineData("1.2.840.10045.3.1.7", true)]
    [InlineData("1.2.840.10045.3.1.77", false)]
    public void A_curve_that_the_platform_lacks_is_a_key_that_cannot_be_used(string oid, bool good)
    {
        using var named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = named.ExportParameters(includePrivateParameters: false).Q;

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                writer.WriteObjectIdentifier(oid);
            }

            writer.WriteBitString([4, .. point.X!, .. point.Y!]);
        }

        using var authority = CertificateSignature.Import(writer.Encode());
        (authority is not null).Should().Be(good);
        using var key = EcKey.TryImport(ECCurve.CreateFromValue(oid), KeyMaterial.OfEc(EllipticCurve.P256, point.X!, point.Y!));
        (key is not null).Should().Be(good);
    }

    [Fact]
    public void A_curve_that_is_spelt_out_is_not_accepted()
    {
        using var named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var spelt = ECDsa.Create(named.ExportExplicitParameters(includePrivateParameters: true));
        Check(spelt.ExportSubjectPublicKeyInfo(), X509SignatureGenerator.CreateForECDsa(named), HashAlgorithmName.SHA256).Should().Be("key");
        Check(named.ExportSubjectPublicKeyInfo(), X509SignatureGenerator.CreateForECDsa(named), HashAlgorithmName.SHA256).Should().BeNull();
    }

    [Theory]
    [InlineData(2048, "SHA256", false, null)]
    [InlineData(2048, "SHA384", false, null)]
    [InlineData(2048, "SHA512", false, null)]
    [InlineData(2048, "SHA256", true, null)]
    [InlineData(2048, "SHA512", true, null)]
    [InlineData(1024, "SHA256", false, "key")]
    [InlineData(1024, "SHA256", true, "key")]
    public void An_authority_may_sign_by_RSA_with_a_long_key(int bits, string hash, bool pss, string? reason)
    {
        using var key = RSA.Create(bits);
        var generator = X509SignatureGenerator.CreateForRSA(key, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        Check(key.ExportSubjectPublicKeyInfo(), generator, new HashAlgorithmName(hash)).Should().Be(reason);
    }

    [Theory]
    [InlineData("1.3.101.112")]
    [InlineData("2.16.840.1.101.3.4.3.17")]
    [InlineData("2.16.840.1.101.3.4.3.18")]
    [InlineData("2.16.840.1.101.3.4.3.19")]
    public void An_authority_may_sign_by_Ed25519_and_ML_DSA(string oid)
    {
        using var key = SigningKey.Generate(oid switch
        {
            "1.3.101.112" => SignatureAlgorithm.Ed25519,
            "2.16.840.1.101.3.4.3.17" => SignatureAlgorithm.MlDsa44,
            "2.16.840.1.101.3.4.3.18" => SignatureAlgorithm.MlDsa65,
            _ => SignatureAlgorithm.MlDsa87,
        });
        var der = Der(Pem.WritePublicKey(key.VerificationKey));
        Check(der, new Generator(Identifier(oid), data => key.SignAsync(data).AsTask().GetAwaiter().GetResult()), HashAlgorithmName.SHA256).Should().BeNull();
        Check(der, new Generator(Identifier(oid), _ => new byte[64]), HashAlgorithmName.SHA256).Should().Be("untrusted");
    }

    [Theory]
    [Attack("JWK-07")]
    [InlineData("300D06092A864886F70D0101020500", "weak_signature")]         // MD2 with RSA
    [InlineData("300D06092A864886F70D0101040500", "weak_signature")]         // MD5 with RSA
    [InlineData("300D06092A864886F70D0101050500", "weak_signature")]         // SHA-1 with RSA
    [InlineData("300D06092A864886F70D01010E0500", "weak_signature")]         // SHA-224 with RSA
    [InlineData("300906072A8648CE3D0401", "weak_signature")]                 // SHA-1 with ECDSA
    [InlineData("300D06092A864886F70D01010A0500", "signature_algorithm")]    // PSS without its parameters
    [InlineData("300D06092A864886F70D01010A3000", "signature_algorithm")]    // PSS by its defaults, SHA-1
    [InlineData("300B06092A864886F70D01010A", "signature_algorithm")]        // PSS, its parameters left out
    [InlineData("300506032A0304", "signature_algorithm")]                    // an unknown one
    [InlineData("0500", "signature_algorithm")]
    public void Weak_and_unknown_algorithms_are_refused(string identifier, string reason)
    {
        using var key = RSA.Create(2048);
        byte[] Sign(byte[] data) => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Check(key.ExportSubjectPublicKeyInfo(), new Generator(Convert.FromHexString(Rs256), Sign), HashAlgorithmName.SHA256).Should().BeNull();
        CheckWith(key.ExportSubjectPublicKeyInfo(), Sign, Convert.FromHexString(identifier), Convert.FromHexString(identifier)).Should().Be(reason);
    }

    [Fact]
    public void A_key_of_another_kind_signs_by_no_ECDSA()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var ecdsa = Convert.FromHexString("300A06082A8648CE3D040302");
        CheckWith(Der(Pem.WritePublicKey(key.VerificationKey)), _ => new byte[64], ecdsa, ecdsa).Should().Be("key");
    }

    [Fact]
    public void The_algorithm_outside_is_the_one_that_is_signed()
    {
        using var key = RSA.Create(2048);
        var (spki, good) = (key.ExportSubjectPublicKeyInfo(), Convert.FromHexString(Rs256));
        byte[] Sign(byte[] data) => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        CheckWith(spki, Sign, good, good).Should().BeNull();
        CheckWith(spki, Sign, Convert.FromHexString("300D06092A864886F70D01010C0500"), good).Should().Be("signature_algorithm");
    }

    [Fact]
    public void A_signature_that_an_authority_in_the_middle_did_not_make_is_refused()
    {
        var root = TestCertificate.Authority("CN=Root");
        var middle = TestCertificate.Authority("CN=Middle", root);
        var impostor = TestCertificate.Authority("CN=Middle", root);
        var leaf = TestCertificate.Leaf("CN=Issuer", middle);
        Certificate.TryParse(root.Der, out var anchor, out _).Should().BeTrue();
        var checker = new CertificateChecker([anchor!]);

        checker.TryCheck([leaf.Der, middle.Der], CertificateProfile.Signing, At, out _, out _).Should().BeTrue();
        checker.TryCheck([leaf.Der, impostor.Der], CertificateProfile.Signing, At, out _, out var refusal).Should().BeFalse();
        refusal!.Facts["reason"].Should().Be("signature");
    }

    [Fact]
    public void A_leaf_whose_own_key_is_weak_or_unknown_is_refused()
    {
        var root = TestCertificate.Authority("CN=Root");
        Certificate.TryParse(root.Der, out var anchor, out _).Should().BeTrue();
        using var weak = RSA.Create(1024);
        var request = new CertificateRequest("CN=Issuer", weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.Create(root.Subject, X509SignatureGenerator.CreateForECDsa(root.Key), TestCertificate.From, TestCertificate.Until, [1]);
        new CertificateChecker([anchor!]).TryCheck([made.RawData], CertificateProfile.Signing, At, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Weak);
    }

    // A root of this key, and a leaf that it signs: the reason why the leaf is refused, if it is.
    private static string? Check(byte[] rootKey, X509SignatureGenerator generator, HashAlgorithmName hash) => Check(Issue(rootKey, generator, hash), rootKey);

    private static string? CheckWith(byte[] rootKey, Func<byte[], byte[]> sign, byte[] inside, byte[] outside)
    {
        var template = SignedPartOf(Issue(rootKey, new Generator(Convert.FromHexString(Rs256), sign), HashAlgorithmName.SHA256));
        var signed = Replace(template, Convert.FromHexString(Rs256), inside);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            writer.WriteEncodedValue(outside);
            writer.WriteBitString(sign(signed));
        }

        return Check(writer.Encode(), rootKey);
    }

    private static string? Check(byte[] leaf, byte[] rootKey)
    {
        var root = new CertificateRequest(new X500DistinguishedName("CN=Root"), PublicKey.CreateFromSubjectPublicKeyInfo(rootKey, out _), HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(TestCertificate.AuthorityConstraints());
        using var any = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var anchor = root.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(any), TestCertificate.From, TestCertificate.Until, [1]);
        Certificate.TryParse(anchor.RawData, out var trusted, out _).Should().BeTrue();
        return new CertificateChecker([trusted!]).TryCheck([leaf], CertificateProfile.Signing, At, out _, out var refusal)
            ? null
            : refusal.Facts.GetValueOrDefault("reason") ?? refusal.Code["x509.".Length..];
    }

    private static byte[] Issue(byte[] rootKey, X509SignatureGenerator generator, HashAlgorithmName hash)
    {
        rootKey.Should().NotBeEmpty();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Issuer", key, hash);
        using var made = request.Create(new X500DistinguishedName("CN=Root"), generator, TestCertificate.From, TestCertificate.Until, [2]);
        return made.RawData;
    }

    private static byte[] SignedPartOf(byte[] certificate) =>
        new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().ToArray();

    // Puts another algorithm into the signed part, whose own length may change.
    private static byte[] Replace(byte[] signed, byte[] old, byte[] @new)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var reader = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        using (writer.PushSequence())
        {
            while (reader.HasData)
            {
                var value = reader.ReadEncodedValue();
                writer.WriteEncodedValue(value.Span.SequenceEqual(old) ? @new : value.Span);
            }
        }

        return writer.Encode();
    }

    private static byte[] Der(string pem) => Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-'))));

    private static byte[] Identifier(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
        }

        return writer.Encode();
    }

    private sealed class Generator(byte[] identifier, Func<byte[], byte[]> sign) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => identifier;

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => sign(data);

        protected override PublicKey BuildPublicKey() => throw new NotSupportedException();
    }
}
