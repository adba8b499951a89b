using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Cryptography.Tests.Jose;

/// <summary>A server of one document, that counts how often it is asked.</summary>
internal sealed class CountingSource(string? content) : IDocumentSource
{
    private int _asked;

    public FakeTimeProvider Time { get; } = new(Signed.Now);

    public string? Content { get; set; } = content;

    public int Asked => _asked;

    /// <summary>What an answer waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async ValueTask<SourcedDocument?> FindAsync(Uri address, string mediaType, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _asked);
        await Gate;
        return Content is null ? null : new SourcedDocument(Signed.Bytes(Content), new Source(address.ToString(), Digest.Of(Signed.Bytes(Content)), Time.GetUtcNow()));
    }
}
