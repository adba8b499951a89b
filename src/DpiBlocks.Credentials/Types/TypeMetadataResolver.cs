using System.Collections.Immutable;

namespace DpiBlocks.Credentials;

/// <summary>Finds what is known of a credential type, and of the types that it extends (SD-JWT VC, 4.3 and 4.4).</summary>
/// <param name="documents">Who is asked: a folder, a signed bundle, a cache, or the guarded network.</param>
/// <remarks>Where nobody is asked nothing is fetched: a verifier has none of these unless it is given one. A fetch tells the publisher that the type is being looked at (7.4).</remarks>
public sealed class TypeMetadataResolver(IDocumentSource documents)
{
    private const int MostTypes = 8;

    /// <summary>Looks for the metadata of a type. Never throws for what is found.</summary>
    /// <param name="type">The type (<c>vct</c>).</param>
    /// <param name="integrity">The hash that its document must have (<c>vct#integrity</c>); null for any.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was found.</returns>
    public async ValueTask<TypeMetadataFinding> FindAsync(string type, string? integrity, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        var checks = ImmutableArray.CreateBuilder<Check>();
        var chain = new List<TypeMetadataDocument>();
        for (string? next = type; next is not null;)
        {
            if (chain.Count == MostTypes)
            {
                return Fail(checks, TypeMetadataRefusalCodes.TooDeep, "The types that extend one another are more than are followed.");
            }

            // Other addresses are never asked for: they are not those of type metadata (4.3.1), and some of them are traps (6.1).
            var found = Uri.TryCreate(next, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == "urn")
                ? await documents.FindAsync(address, "application/json", cancellationToken: cancellationToken)
                : null;
            if (found is null)
            {
                checks.Add(Check.NotChecked(string.Empty, TypeMetadataRefusalCodes.Unavailable, "The metadata of the type could not be had."));
                return new TypeMetadataFinding(checks.ToImmutable(), null);
            }

            if (integrity is not null && !SubresourceIntegrity.Matches(integrity, found.Content.Span))
            {
                return Fail(checks, TypeMetadataRefusalCodes.Integrity, "The metadata of the type is not the document whose hash was stated.", found.Source);
            }

            if (!TypeMetadataDocument.TryParse(found.Content, out var document))
            {
                return Fail(checks, TypeMetadataRefusalCodes.Malformed, "The metadata of the type is not of the form that it must have.", found.Source);
            }

            if (!string.Equals(document.Type, next, StringComparison.Ordinal))
            {
                return Fail(checks, TypeMetadataRefusalCodes.Mismatch, "The metadata is that of another type.", found.Source);
            }

            checks.Add(Check.Passed(string.Empty, found.Source));
            chain.Add(document);
            (next, integrity) = (document.Extends, document.ExtendsIntegrity);
            if (chain.Exists(known => string.Equals(known.Type, next, StringComparison.Ordinal)))
            {
                return Fail(checks, TypeMetadataRefusalCodes.Cycle, "The type extends itself.", found.Source);
            }
        }

        return TypeMetadataMerge.Merge(chain) is { } metadata
            ? new TypeMetadataFinding(checks.ToImmutable(), metadata)
            : Fail(checks, TypeMetadataRefusalCodes.Conflict, "The type takes back what the type that it extends demands.");
    }

    private static TypeMetadataFinding Fail(ImmutableArray<Check>.Builder checks, string code, string message, Source? source = null)
    {
        checks.Add(Check.Failed(string.Empty, code, message, source));
        return new TypeMetadataFinding(checks.ToImmutable(), null);
    }
}
