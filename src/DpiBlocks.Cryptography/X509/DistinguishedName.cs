using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Text;

namespace DpiBlocks.Cryptography;

/// <summary>A name of X.500, in a form in which two equal names are equal letter for letter (RFC 5280, 7.1).</summary>
internal sealed class DistinguishedName
{
    private const string CountryOid = "2.5.4.6";
    private const string EmailOid = "1.2.840.113549.1.9.1";

    private DistinguishedName(ImmutableArray<string> parts, string? country, ImmutableArray<string> emails) => (Parts, Country, Emails) = (parts, country, emails);

    /// <summary>Its relative names, from the root down.</summary>
    public ImmutableArray<string> Parts { get; }

    /// <summary>The country nearest to the root: a second one further down would lead out of the subtree that an authority is limited to.</summary>
    public string? Country { get; }

    /// <summary>The addresses that old certificates have in the name (RFC 5280, 4.2.1.6).</summary>
    public ImmutableArray<string> Emails { get; }

    public bool IsSameAs(DistinguishedName other) => Parts.Length == other.Parts.Length && IsAtOrBelow(other);

    /// <summary>Whether it begins with all of the other name, as every name of a subtree does.</summary>
    public bool IsAtOrBelow(DistinguishedName other)
    {
        var below = Parts.Length >= other.Parts.Length;
        for (var i = 0; below && i < other.Parts.Length; i++)
        {
            below = string.Equals(Parts[i], other.Parts[i], StringComparison.Ordinal);
        }

        return below;
    }

    /// <summary>Reads a name; throws <see cref="AsnContentException"/> alone.</summary>
    public static DistinguishedName Read(AsnReader reader)
    {
        var (parts, emails) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        string? country = null;
        var sequence = reader.ReadSequence();
        while (sequence.HasData)
        {
            var set = sequence.ReadSetOf(skipSortOrderValidation: true);
            var attributes = new List<string>();
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                var type = attribute.ReadObjectIdentifier();
                var (text, canonical) = ReadValue(attribute);
                attribute.ThrowIfNotEmpty();
                attributes.Add($"{type}={canonical}");
                if (text is { Length: 2 } && string.Equals(type, CountryOid, StringComparison.Ordinal))
                {
                    country ??= text.ToUpperInvariant();
                }
                else if (text is not null && string.Equals(type, EmailOid, StringComparison.Ordinal))
                {
                    emails.Add(text);
                }
            }

            attributes.Sort(StringComparer.Ordinal);
            parts.Add(string.Join('\u0001', attributes));
        }

        return new DistinguishedName(parts.ToImmutable(), country, emails.ToImmutable());
    }

    // Two strings of different ASN.1 types are compared as text, without regard to case and runs of blanks; all else by its bytes.
    private static (string? Text, string Canonical) ReadValue(AsnReader attribute)
    {
        var tag = attribute.PeekTag();
        var isText = tag.TagClass is TagClass.Universal
            && (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
                or UniversalTagNumber.T61String or UniversalTagNumber.BMPString;
        if (!isText)
        {
            return (null, "#" + Convert.ToHexString(attribute.ReadEncodedValue().Span));
        }

        var text = attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue);
        var canonical = new StringBuilder(text.Length);
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            canonical.Append(canonical.Length == 0 ? string.Empty : " ").Append(word.ToUpperInvariant());
        }

        return (text, "'" + canonical);
    }
}
