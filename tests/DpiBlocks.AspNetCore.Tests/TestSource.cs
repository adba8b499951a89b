namespace DpiBlocks.AspNetCore.Tests;

/// <summary>A source that has nothing.</summary>
internal sealed class TestSource : IDocumentSource
{
    public static readonly TestSource Empty = new();

    public ValueTask<SourcedDocument?> FindAsync(Uri address, string mediaType, TimeSpan? maxAge = null, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<SourcedDocument?>(null);
}
