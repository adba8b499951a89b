using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Trust;

/// <summary>Documents that were fetched, up to a number and a size; the longest not renewed go first.</summary>
internal sealed class KeptDocuments(long maxBytes)
{
    private const int MaxDocuments = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Address, string MediaType), KeptDocument> _documents = [];
    private long _bytes;

    public bool TryGet((string Address, string MediaType) name, [NotNullWhen(true)] out KeptDocument? document)
    {
        lock (_gate)
        {
            return _documents.TryGetValue(name, out document);
        }
    }

    public void Put((string Address, string MediaType) name, KeptDocument document)
    {
        lock (_gate)
        {
            Remove(name);
            if (document.Document.Content.Length > maxBytes)
            {
                return;
            }

            _documents[name] = document;
            _bytes += document.Document.Content.Length;
            while (_bytes > maxBytes || _documents.Count > MaxDocuments)
            {
                Remove(_documents.MinBy(pair => pair.Value.Document.Source.ObtainedAt).Key);
            }
        }
    }

    private void Remove((string Address, string MediaType) name)
    {
        if (_documents.Remove(name, out var document))
        {
            _bytes -= document.Document.Content.Length;
        }
    }
}
