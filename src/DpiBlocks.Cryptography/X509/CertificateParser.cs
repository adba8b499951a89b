using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>Reads certificates (RFC 5280, 4.1).</summary>
internal static class CertificateParser
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads one certificate. Never throws for any bytes.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> der, [NotNullWhen(true)] out CertificateFields? fields)
    {
        fields = null;
        if (der.Length <= MaxBytes)
        {
            try
            {
                fields = Read(der);
            }
            catch (AsnContentException)
            {
                // not a certificate
            }
        }

        return fields is not null;
    }

    private static CertificateFields Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signedPart = certificate.PeekEncodedValue();
        var reader = certificate.ReadSequence();
        var algorithm = certificate.ReadEncodedValue();
        var signature = certificate.ReadBitString(out var unused);
        certificate.ThrowIfNotEmpty();
        Demand(unused == 0);

        var version = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (reader.PeekTag().HasSameClassAndValue(version))
        {
            var explicitVersion = reader.ReadSequence(version);
            Demand(explicitVersion.TryReadInt32(out var number) && number is 0 or 1 or 2);
            explicitVersion.ThrowIfNotEmpty();
        }

        reader.ReadIntegerBytes();                                       // serial number
        var innerAlgorithm = reader.ReadEncodedValue();
        var issuer = DistinguishedName.Read(reader);
        var validity = reader.ReadSequence();
        var (notBefore, notAfter) = (ReadTime(validity), ReadTime(validity));
        validity.ThrowIfNotEmpty();
        var fields = new CertificateFields
        {
            SignedPart = signedPart,
            SignatureAlgorithm = algorithm,
            AlgorithmIsSigned = CryptographicOperations.FixedTimeEquals(algorithm.Span, innerAlgorithm.Span),
            Signature = signature,
            Issuer = issuer,
            NotBefore = notBefore,
            NotAfter = notAfter,
            Subject = DistinguishedName.Read(reader),
            SubjectPublicKeyInfo = reader.ReadEncodedValue(),
        };

        for (var number = 1; number <= 2; number++)                      // the unique identifiers of version 2
        {
            if (reader.HasData && reader.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, number)))
            {
                reader.ReadEncodedValue();
            }
        }

        if (reader.HasData)
        {
            var extensions = reader.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3, isConstructed: true));
            CertificateExtensions.Read(extensions.ReadSequence(), fields);
            extensions.ThrowIfNotEmpty();
        }

        reader.ThrowIfNotEmpty();
        return fields;
    }

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
            ? reader.ReadUtcTime(twoDigitYearMax: 2049)                  // RFC 5280, 4.1.2.5.1
            : reader.ReadGeneralizedTime();

    private static void Demand(bool condition)
    {
        if (!condition)
        {
            throw new AsnContentException();
        }
    }
}
