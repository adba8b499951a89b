using System.Collections.Immutable;
using System.Formats.Asn1;

namespace DpiBlocks.Cryptography;

/// <summary>Reads what the identifier of an RSASSA-PSS key says of hash and salt (RFC 4055, 3.1).</summary>
internal static class PssParameters
{
    private const string Mgf1 = "1.2.840.113549.1.1.8";

    private static readonly (string Hash, int Salt, SignatureAlgorithm Algorithm)[] Known =
    [
        ("2.16.840.1.101.3.4.2.1", 32, SignatureAlgorithm.Ps256),
        ("2.16.840.1.101.3.4.2.2", 48, SignatureAlgorithm.Ps384),
        ("2.16.840.1.101.3.4.2.3", 64, SignatureAlgorithm.Ps512),
    ];

    /// <summary>The algorithms that the parameters allow: without any, the three; else the one they describe, or none.</summary>
    public static ImmutableArray<SignatureAlgorithm> Read(AsnReader identifier)
    {
        if (!identifier.HasData)
        {
            return [SignatureAlgorithm.Ps256, SignatureAlgorithm.Ps384, SignatureAlgorithm.Ps512];
        }

        var parameters = identifier.ReadSequence();
        identifier.ThrowIfNotEmpty();
        var (hash, mask, maskHash, salt, trailer) = (string.Empty, string.Empty, string.Empty, 20, 1);     // the defaults say SHA-1
        if (TryEnter(parameters, 0, out var field))
        {
            (hash, _) = ReadIdentifier(field);
        }

        if (TryEnter(parameters, 1, out field))
        {
            (mask, var inner) = ReadIdentifier(field);
            maskHash = inner is null ? string.Empty : ReadIdentifier(inner).Oid;
        }

        if (TryEnter(parameters, 2, out field) && !field.TryReadInt32(out salt))
        {
            return [];
        }

        if (TryEnter(parameters, 3, out field) && !field.TryReadInt32(out trailer))
        {
            return [];
        }

        parameters.ThrowIfNotEmpty();
        return [.. Known
            .Where(known => string.Equals(known.Hash, hash, StringComparison.Ordinal) && string.Equals(known.Hash, maskHash, StringComparison.Ordinal)
                && string.Equals(mask, Mgf1, StringComparison.Ordinal) && salt == known.Salt && trailer == 1)
            .Select(known => known.Algorithm)];
    }

    private static bool TryEnter(AsnReader parameters, int number, out AsnReader field)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, number, isConstructed: true);
        var present = parameters.HasData && parameters.PeekTag().HasSameClassAndValue(tag);
        field = present ? parameters.ReadSequence(tag) : parameters;
        return present;
    }

    // The parameters of an identifier, unless they are absent or NULL (RFC 4055, 2.1: both are met).
    private static (string Oid, AsnReader? Parameters) ReadIdentifier(AsnReader field)
    {
        var sequence = field.ReadSequence();
        field.ThrowIfNotEmpty();
        var oid = sequence.ReadObjectIdentifier();
        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Null))
        {
            sequence.ReadNull();
        }

        return (oid, sequence.HasData ? sequence : null);
    }
}
