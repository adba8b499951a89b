using System.Collections.Immutable;

namespace DpiBlocks.Trust;

/// <summary>Asks several sources in turn, and takes the first document that one of them has: files first, then the network.</summary>
/// <param name="sources">The sources, in the order in which they are asked.</param>
public sealed class FirstDocumentSource(params IEnumerable<IDocumentSource> sources) : IDocumentSource
{
    private readonly ImmutableArray<IDocumentSource> _sources = [.. sources];

    /// <inheritdoc/>
    public async ValueTask<SourcedDocument?> FindAsync(
        Uri address, string mediaType, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        foreach (var source in _sources)
        {
            if (await source.FindAsync(address, mediaType, maxAge, cancellationToken) is { } document)
            {
                return document;
            }
        }

        return null;
    }
}
