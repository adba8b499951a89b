using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>Checks that one certificate is signed with the key of another.</summary>
internal static class CertificateSignature
{
    private const string EcOid = "1.2.840.10045.2.1";

    // Named curves alone: with parameters spelt out, whoever makes the certificate could choose the generator (CVE-2020-0601).
    private static readonly string[] Curves =
    [
        "1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35",                                  // P-256, P-384, P-521
        "1.3.36.3.3.2.8.1.1.7", "1.3.36.3.3.2.8.1.1.11", "1.3.36.3.3.2.8.1.1.13",               // brainpoolP256r1, P384r1, P512r1
    ];

    // Hashes that collide, or are close to it: MD2, MD5, SHA-1, SHA-224.
    private static readonly string[] Weak =
    [
        "1.2.840.113549.1.1.2", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.2.840.113549.1.1.14", "1.3.14.3.2.29",
        "1.2.840.10045.4.1", "1.2.840.10045.4.3.1", "1.2.840.10040.4.3", "2.16.840.1.101.3.4.3.1",
    ];

    /// <summary>Gets the reason why the signature does not stand; null when it does.</summary>
    public static string? Judge(CertificateFields certificate, Certificate issuer)
    {
        try
        {
            if (!certificate.AlgorithmIsSigned)
            {
                return "signature_algorithm";
            }

            var identifier = new AsnReader(certificate.SignatureAlgorithm, AsnEncodingRules.DER).ReadSequence();
            var oid = identifier.ReadObjectIdentifier();
            return Array.IndexOf(Weak, oid) >= 0 ? "weak_signature" : Judge(oid, identifier, certificate, issuer);
        }
        catch (AsnContentException)
        {
            return "signature_algorithm";
        }
        catch (CryptographicException)
        {
            return "signature";
        }
    }

    private static string? Judge(string oid, AsnReader identifier, CertificateFields certificate, Certificate issuer)
    {
        ReadOnlySpan<byte> signed = certificate.SignedPart.Span, signature = certificate.Signature.Span;
        HashAlgorithmName? ecHash = oid switch
        {
            "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
            "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
            "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (ecHash is { } hash)
        {
            using var key = ImportEc(issuer.Fields.SubjectPublicKeyInfo);
            return key is null ? "key" : key.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence) ? null : "signature";
        }

        ImmutableArray<SignatureAlgorithm> algorithms = oid switch
        {
            "1.2.840.113549.1.1.11" => [SignatureAlgorithm.Rs256],
            "1.2.840.113549.1.1.12" => [SignatureAlgorithm.Rs384],
            "1.2.840.113549.1.1.13" => [SignatureAlgorithm.Rs512],
            "1.2.840.113549.1.1.10" when identifier.HasData => PssParameters.Read(identifier),
            "1.3.101.112" => [SignatureAlgorithm.Ed25519],
            "2.16.840.1.101.3.4.3.17" => [SignatureAlgorithm.MlDsa44],
            "2.16.840.1.101.3.4.3.18" => [SignatureAlgorithm.MlDsa65],
            "2.16.840.1.101.3.4.3.19" => [SignatureAlgorithm.MlDsa87],
            _ => [],
        };
        if (algorithms is not [var algorithm])
        {
            return "signature_algorithm";
        }

        return !issuer.TryGetKey(out var other, out _) ? "key" : other.Verify(algorithm, signed, signature) ? null : "signature";
    }

    private static ECDsa? ImportEc(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        var identifier = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        if (!string.Equals(identifier.ReadObjectIdentifier(), EcOid, StringComparison.Ordinal)
            || !identifier.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)
            || Array.IndexOf(Curves, identifier.ReadObjectIdentifier()) < 0)
        {
            return null;
        }

        return Import(subjectPublicKeyInfo.Span);
    }

    /// <summary>Gives a key to the platform; null where it cannot be used. Some platforms lack the brainpool curves.</summary>
    internal static ECDsa? Import(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            return key;
        }
        catch (Exception fault) when (fault is CryptographicException or PlatformNotSupportedException)
        {
            key.Dispose();
            return null;
        }
    }
}
