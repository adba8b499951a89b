using System.Text;

namespace DpiBlocks.Credentials.Tests.Support;

/// <summary>Documents by their address; remembers what was asked for.</summary>
internal sealed class KnownDocuments : IDocumentSource
{
    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    public KnownDocuments Add(string address, string content)
    {
        _documents[address] = Encoding.UTF8.GetBytes(content);
        return this;
    }

    public ValueTask<SourcedDocument?> FindAsync(Uri address, string mediaType, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        Asked.Add(address.AbsoluteUri);
        return ValueTask.FromResult(_documents.TryGetValue(address.AbsoluteUri, out var content)
            ? new SourcedDocument(content, new Source(address.AbsoluteUri, Digest.Of(content), SdJwtSample.Now))
            : null);
    }
}
