using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;

namespace DpiBlocks.Cryptography;

/// <summary>Finds the public key in a certificate, without judging the certificate.</summary>
internal static class CertificateKey
{
    /// <summary>Whether the certificate holds this key.</summary>
    public static bool IsIn(ReadOnlySpan<byte> certificate, KeyMaterial material) =>
        TryFind(certificate, out var der)
        && SubjectPublicKeyInfo.TryRead(der, out var found, out _, out _)
        && found.IsSameAs(material);

    /// <summary>Finds the SubjectPublicKeyInfo (RFC 5280, 4.1). Never throws for any bytes.</summary>
    public static bool TryFind(ReadOnlySpan<byte> certificate, [NotNullWhen(true)] out byte[]? subjectPublicKeyInfo)
    {
        subjectPublicKeyInfo = null;
        try
        {
            var reader = new AsnReader(certificate.ToArray(), AsnEncodingRules.DER).ReadSequence().ReadSequence();
            var version = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
            if (reader.PeekTag().HasSameClassAndValue(version))
            {
                reader.ReadEncodedValue();
            }

            // serial number, signature algorithm, issuer, validity, subject
            for (var i = 0; i < 5; i++)
            {
                reader.ReadEncodedValue();
            }

            subjectPublicKeyInfo = reader.ReadEncodedValue().ToArray();
        }
        catch (AsnContentException)
        {
            // not a certificate
        }

        return subjectPublicKeyInfo is not null;
    }
}
