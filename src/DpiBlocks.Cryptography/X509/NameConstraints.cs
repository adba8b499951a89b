using System.Buffers;
using System.Collections.Immutable;
using System.Formats.Asn1;

namespace DpiBlocks.Cryptography;

/// <summary>Which names an authority may certify (RFC 5280, 4.2.1.10).</summary>
internal sealed class NameConstraints(ImmutableArray<GeneralName> permitted, ImmutableArray<GeneralName> excluded)
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Whether all names of a certificate below may stand.</summary>
    public bool Allow(CertificateFields certificate)
    {
        var names = certificate.Names;
        if (certificate.Subject.Parts.Length > 0)
        {
            names = names.Add(new GeneralName(NameKind.Directory, string.Empty, default, certificate.Subject));
        }

        if (!certificate.Names.Any(name => name.Kind is NameKind.Email))
        {
            names = names.AddRange(certificate.Subject.Emails.Select(email => new GeneralName(NameKind.Email, email, default, null)));
        }

        return names.All(Allow);
    }

    /// <summary>Reads the extension; throws <see cref="AsnContentException"/> alone.</summary>
    public static NameConstraints Read(AsnReader reader)
    {
        var (permitted, excluded) = (ImmutableArray<GeneralName>.Empty, ImmutableArray<GeneralName>.Empty);
        var sequence = reader.ReadSequence();
        var (permittedTag, excludedTag) = (new Asn1Tag(TagClass.ContextSpecific, 0), new Asn1Tag(TagClass.ContextSpecific, 1));
        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(permittedTag))
        {
            permitted = ReadSubtrees(sequence.ReadSequence(permittedTag));
        }

        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(excludedTag))
        {
            excluded = ReadSubtrees(sequence.ReadSequence(excludedTag));
        }

        sequence.ThrowIfNotEmpty();
        return new NameConstraints(permitted, excluded);
    }

    // The limits of a name's own kind, or else of the kind that says the same; what either kind excludes stays excluded.
    private bool Allow(GeneralName name)
    {
        var within = permitted.Where(subtree => subtree.Kind == name.Kind).ToList();
        within = within.Count > 0 ? within : [.. permitted.Where(subtree => IsComparable(name.Kind, subtree.Kind))];
        var without = excluded.Where(subtree => IsComparable(name.Kind, subtree.Kind)).ToList();
        if (within.Count + without.Count == 0)
        {
            return true;
        }

        // A kind that is constrained but not understood here can only be refused.
        return name.Kind is NameKind.Email or NameKind.Dns or NameKind.Uri or NameKind.Directory or NameKind.Address
            && IsWellFormed(name)
            && (within.Count == 0 || within.Exists(subtree => IsWithin(name, subtree)))
            && !without.Exists(subtree => IsWithin(name, subtree));
    }

    // RFC 5280 keeps the kinds apart. But a host name and an address at that host name the same issuer, so that an authority for the
    // hosts of one country could else name the issuer of another by its address.
    private static bool IsComparable(NameKind name, NameKind subtree) =>
        name == subtree || ((name is NameKind.Dns or NameKind.Uri) && (subtree is NameKind.Dns or NameKind.Uri));

    // What cannot be compared with an excluded subtree must not slip past it.
    private static bool IsWellFormed(GeneralName name) => name.Kind switch
    {
        NameKind.Uri => HostOf(name.Text) is not null,
        NameKind.Email => name.Text.LastIndexOf('@') > 0,
        NameKind.Address => name.Bytes.Length is 4 or 16,
        _ => true,
    };

    private static bool IsWithin(GeneralName name, GeneralName subtree) => name.Kind switch
    {
        NameKind.Directory => name.Directory!.IsAtOrBelow(subtree.Directory!),
        NameKind.Dns or NameKind.Uri => IsHostWithin(
            name.Kind is NameKind.Uri ? HostOf(name.Text)! : name.Text, subtree.Text, bareCoversSubdomains: subtree.Kind is NameKind.Dns),
        NameKind.Email when subtree.Text.Contains('@', StringComparison.Ordinal) => IsSameMailbox(name.Text, subtree.Text),
        NameKind.Email => IsHostWithin(name.Text[(name.Text.LastIndexOf('@') + 1)..], subtree.Text, bareCoversSubdomains: false),
        _ => IsAddressWithin(name.Bytes.Span, subtree.Bytes.Span),
    };

    private static bool IsHostWithin(string host, string constraint, bool bareCoversSubdomains)
    {
        host = host.TrimEnd('.');
        if (constraint.Length == 0)
        {
            return true;
        }

        if (constraint.StartsWith('.'))
        {
            return host.EndsWith(constraint, StringComparison.OrdinalIgnoreCase);
        }

        return host.Equals(constraint, StringComparison.OrdinalIgnoreCase)
            || (bareCoversSubdomains && host.EndsWith("." + constraint, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsSameMailbox(string left, string right)
    {
        var (i, j) = (left.LastIndexOf('@'), right.LastIndexOf('@'));
        return left.AsSpan(0, i).Equals(right.AsSpan(0, j), StringComparison.Ordinal)
            && left.AsSpan(i).Equals(right.AsSpan(j), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAddressWithin(ReadOnlySpan<byte> address, ReadOnlySpan<byte> subtree)
    {
        var within = subtree.Length == address.Length * 2;
        for (var i = 0; within && i < address.Length; i++)
        {
            within = (address[i] & subtree[address.Length + i]) == (subtree[i] & subtree[address.Length + i]);
        }

        return within;
    }

    // A URI without the host name of an authority cannot be compared (RFC 5280, 4.2.1.10), and an address is no name.
    private static string? HostOf(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.HostNameType is UriHostNameType.Dns ? parsed.IdnHost : null;

    private static ImmutableArray<GeneralName> ReadSubtrees(AsnReader sequence)
    {
        var subtrees = ImmutableArray.CreateBuilder<GeneralName>();
        while (sequence.HasData)
        {
            var subtree = sequence.ReadSequence();
            var name = GeneralName.Read(subtree);
            subtree.ThrowIfNotEmpty();                      // minimum is 0 and maximum absent in this profile: neither is written
            subtrees.Add(IsSubtree(name) ? name : throw new AsnContentException());
        }

        return subtrees.ToImmutable();
    }

    // What no name is ever within would exclude nothing, though it was meant to.
    private static bool IsSubtree(GeneralName name) => name.Kind switch
    {
        NameKind.Dns or NameKind.Uri => !name.Text.AsSpan().ContainsAnyExcept(HostCharacters) && !name.Text.EndsWith('.'),
        NameKind.Address => name.Bytes.Length is 8 or 32,
        _ => true,
    };
}
