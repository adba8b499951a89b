using System.Net;

namespace DpiBlocks.Trust;

/// <summary>Documents from the network, through <see cref="GuardedHttpHandler"/> alone. What cannot be had is null, never an exception.</summary>
/// <remarks>
/// A document must come with status 200 and exactly the media type that was asked for. It is kept, and asked for again only when the caller
/// demands a younger one, and then only if the server says that it changed. Several callers who want the same at once are served by one fetch.
/// Safe to share between threads.
/// </remarks>
public sealed class HttpDocumentSource : IDocumentSource, IDisposable
{
    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly HttpDocumentSourceOptions _options;
    private readonly KeptDocuments _kept;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, string), Task<SourcedDocument?>> _underWay = [];

    /// <summary>Initializes a new instance of the <see cref="HttpDocumentSource"/> class.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">How documents are fetched and kept; copied.</param>
    public HttpDocumentSource(TimeProvider time, HttpDocumentSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _options = options?.Copy() ?? new HttpDocumentSourceOptions();
        _client = GuardedHttpHandler.CreateClient(_options.Http, time);
        _kept = new KeptDocuments(_options.MaxKeptBytes);
    }

    /// <inheritdoc/>
    public async ValueTask<SourcedDocument?> FindAsync(
        Uri address, string mediaType, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentException.ThrowIfNullOrEmpty(mediaType);
        var name = (address.OriginalString, mediaType);
        if (!address.IsAbsoluteUri)
        {
            Tell(name, new Refusal(FetchRefusalCodes.AddressForbidden, "The address is not absolute."));
            return null;
        }

        if (_kept.TryGet(name, out var kept) && kept.Document.Source.AgeAt(_time.GetUtcNow()) < (maxAge ?? _options.KeepFor))
        {
            return kept.Document;
        }

        Task<SourcedDocument?>? fetch;
        lock (_gate)
        {
            if (!_underWay.TryGetValue(name, out fetch))
            {
                // Not under the caller's token: others may come to wait for it, and the handler ends it in time.
                fetch = Task.Run(() => FetchAsync(address, name, kept), CancellationToken.None);
                _underWay[name] = fetch;
            }
        }

        return await fetch.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<SourcedDocument?> FetchAsync(Uri address, (string Address, string MediaType) name, KeptDocument? kept)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", name.MediaType);
            kept?.MakeConditional(request.Headers);
            using var response = await _client.SendAsync(request);
            var found = await ReadAsync(response, name, kept);
            if (found is not null)
            {
                _kept.Put(name, found);
            }

            return found?.Document;
        }
        catch (FetchException refused)
        {
            Tell(name, refused.Refusal);
            return null;
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(name);
            }
        }
    }

    private async Task<KeptDocument?> ReadAsync(HttpResponseMessage response, (string Address, string MediaType) name, KeptDocument? kept)
    {
        var now = _time.GetUtcNow();
        if (response.StatusCode is HttpStatusCode.NotModified && kept is not null)
        {
            return kept with { Document = kept.Document with { Source = kept.Document.Source with { ObtainedAt = now } } };
        }

        if (response.StatusCode is not HttpStatusCode.OK)
        {
            Tell(name, new Refusal(FetchRefusalCodes.Unavailable, "The server has no such document."));
            return null;
        }

        if (!string.Equals(response.Content.Headers.ContentType?.MediaType, name.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            Tell(name, new Refusal(FetchRefusalCodes.WrongType, "The document is of another media type than was asked for."));
            return null;
        }

        var content = await response.Content.ReadAsByteArrayAsync();
        return new KeptDocument(
            new SourcedDocument(content, new Source(name.Address, Digest.Of(content), now)), response.Headers.ETag, response.Content.Headers.LastModified);
    }

    private void Tell((string Address, string) name, Refusal refusal)
    {
        if (_options.OnRefused is { } tell && Uri.TryCreate(name.Address, UriKind.RelativeOrAbsolute, out var address))
        {
            tell(address, refusal);
        }
    }
}
