using System.Collections.Immutable;
using System.Formats.Asn1;

namespace DpiBlocks.Cryptography;

/// <summary>Reads the extensions of a certificate (RFC 5280, 4.2).</summary>
internal static class CertificateExtensions
{
    private const string KeyUsageOid = "2.5.29.15";
    private const string AlternativeNameOid = "2.5.29.17";
    private const string BasicConstraintsOid = "2.5.29.19";
    private const string NameConstraintsOid = "2.5.29.30";
    private const string PoliciesOid = "2.5.29.32";
    private const string ExtendedKeyUsageOid = "2.5.29.37";

    /// <summary>Reads all of them into the fields; throws <see cref="AsnContentException"/> alone.</summary>
    public static void Read(AsnReader sequence, CertificateFields fields)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (sequence.HasData)
        {
            var extension = sequence.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = new AsnReader(extension.ReadOctetString(), AsnEncodingRules.DER);
            extension.ThrowIfNotEmpty();
            if (!seen.Add(oid))
            {
                throw new AsnContentException();             // RFC 5280, 4.2: each at most once
            }

            if (!Read(oid, value, fields) && critical)
            {
                fields.UnknownCritical = oid;
            }
        }
    }

    private static bool Read(string oid, AsnReader value, CertificateFields fields)
    {
        switch (oid)
        {
            case BasicConstraintsOid:
                ReadBasicConstraints(value, fields);
                break;
            case KeyUsageOid:
                fields.KeyUsage = ReadKeyUsage(value);
                break;
            case ExtendedKeyUsageOid:
                fields.ExtendedKeyUsages = ReadList(value, static reader => reader.ReadObjectIdentifier());
                break;
            case AlternativeNameOid:
                fields.Names = ReadList(value, GeneralName.Read);
                break;
            case NameConstraintsOid:
                fields.NameConstraints = NameConstraints.Read(value);
                break;
            case PoliciesOid:
                return true;                                 // no policy is asked for, so none can be missed (RFC 5280, 6.1.1 (c))
            default:
                return false;
        }

        value.ThrowIfNotEmpty();
        return true;
    }

    private static void ReadBasicConstraints(AsnReader value, CertificateFields fields)
    {
        var sequence = value.ReadSequence();
        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean))
        {
            fields.IsAuthority = sequence.ReadBoolean();     // some write out the default, FALSE
        }

        if (sequence.HasData)
        {
            fields.PathLength = sequence.TryReadInt32(out var length) && length >= 0 ? length : throw new AsnContentException();
        }

        sequence.ThrowIfNotEmpty();
    }

    private static KeyUsages ReadKeyUsage(AsnReader value)
    {
        var bits = value.ReadBitString(out _);
        var first = bits is [var octet, ..] ? octet : (byte)0;
        return ((first & 0x80) != 0 ? KeyUsages.DigitalSignature : 0)
            | ((first & 0x40) != 0 ? KeyUsages.ContentCommitment : 0)
            | ((first & 0x04) != 0 ? KeyUsages.CertificateSigning : 0);
    }

    private static ImmutableArray<T> ReadList<T>(AsnReader value, Func<AsnReader, T> read)
    {
        var list = ImmutableArray.CreateBuilder<T>();
        var sequence = value.ReadSequence();
        while (sequence.HasData)
        {
            list.Add(read(sequence));
        }

        return list.ToImmutable();
    }
}
