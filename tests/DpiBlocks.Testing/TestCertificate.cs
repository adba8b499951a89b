using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DpiBlocks.Testing;

/// <summary>A certificate made for a test, with its key: sound unless the test spoils it.</summary>
public sealed class TestCertificate
{
    private TestCertificate(byte[] der, ECDsa key, X500DistinguishedName subject) => (Der, Key, Subject) = (der, key, subject);

    /// <summary>From when and until when test certificates hold.</summary>
    public static DateTimeOffset From { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Until { get; } = new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public byte[] Der { get; }

    public ECDsa Key { get; }

    public X500DistinguishedName Subject { get; }

    public string Pem => PemEncoding.WriteString("CERTIFICATE", Der);

    /// <summary>An authority that may certify anything.</summary>
    public static TestCertificate Authority(string subject, TestCertificate? issuer = null, int? pathLength = null, params X509Extension[] more) =>
        Make(subject, issuer, [AuthorityConstraints(pathLength), SigningAuthority(), .. more]);

    /// <summary>A certificate that signs.</summary>
    public static TestCertificate Leaf(string subject, TestCertificate? issuer = null, params X509Extension[] more) =>
        Make(subject, issuer, [new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true), .. more]);

    /// <summary>Any certificate, signed by its issuer or by itself.</summary>
    public static TestCertificate Make(
        string subject,
        TestCertificate? issuer,
        X509Extension[] extensions,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null,
        Func<ECDsa, X509SignatureGenerator>? generator = null,
        ECDsa? key = null)
    {
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedName(subject);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        var signer = (generator ?? X509SignatureGenerator.CreateForECDsa)(issuer?.Key ?? key);
        using var made = request.Create(issuer?.Subject ?? name, signer, from ?? From, until ?? Until, RandomNumberGenerator.GetBytes(8));
        return new TestCertificate(made.RawData, key, name);
    }

    public static X509Extension AuthorityConstraints(int? pathLength = null) =>
        new X509BasicConstraintsExtension(certificateAuthority: true, pathLength is not null, pathLength ?? 0, critical: true);

    public static X509Extension SigningAuthority() => new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true);

    public static X509Extension Uses(params string[] oids)
    {
        var collection = new OidCollection();
        foreach (var oid in oids)
        {
            collection.Add(new Oid(oid));
        }

        return new X509EnhancedKeyUsageExtension(collection, critical: false);
    }

    public static X509Extension Names(Action<SubjectAlternativeNameBuilder> build)
    {
        var builder = new SubjectAlternativeNameBuilder();
        build(builder);
        return builder.Build();
    }

    /// <summary>SHA-1 with ECDSA, which the platform no longer signs certificates with.</summary>
    public static X509SignatureGenerator WithSha1(ECDsa key) => new Sha1Generator(key);

    private sealed class Sha1Generator(ECDsa key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            Convert.FromHexString("300906072A8648CE3D0401");                  // ecdsa-with-SHA1

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
