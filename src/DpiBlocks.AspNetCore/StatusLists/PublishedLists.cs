using System.Buffers;
using System.Collections.Concurrent;
using DpiBlocks.StatusLists;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore.StatusLists;

/// <summary>Finds a list that is published, in the form that a client asks for.</summary>
internal sealed class PublishedLists(Uri address, IDocumentSource published, TimeProvider time)
{
    private const int MaxKnown = 1_000;

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~");
    private static readonly Problem NotFound = new(StatusCodes.Status404NotFound, new Refusal(StatusListRefusalCodes.ListNotFound, "There is no list of that address."));

    // A token is read once for as long as it is the same bytes.
    private readonly ConcurrentDictionary<Digest, (TimeSpan? TimeToLive, DateTimeOffset? ExpiresAt)> _known = new();

    public async Task<IResult> FindAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        var forms = AcceptedForms.Of(context.Request.Headers.Accept);
        if (forms.Count == 0)
        {
            return WebProblems.NotAcceptable;
        }

        if (name.AsSpan().ContainsAnyExcept(NameLetters) || name is "." or "..")
        {
            return NotFound;
        }

        var list = new Uri(address.OriginalString + name);
        foreach (var mediaType in forms)
        {
            if (await published.FindAsync(list, mediaType, maxAge: null, context.RequestAborted) is { } document)
            {
                return new PublicContent(document.Content, mediaType, MaxAgeOf(document.Content, mediaType)) { Vary = "Accept" };
            }
        }

        return NotFound;
    }

    // Token Status List, 13.7: not longer than its time to live, and never past its end.
    private TimeSpan MaxAgeOf(ReadOnlyMemory<byte> content, string mediaType)
    {
        var digest = Digest.Of(content.Span);
        if (!_known.TryGetValue(digest, out var validity))
        {
            _ = mediaType == StatusListMediaTypes.Jwt ? StatusListToken.TryParseJwt(content, out var token, out _) : StatusListToken.TryParseCwt(content, out token, out _);
            validity = (token?.TimeToLive, token?.Validity.ExpiresAt);
            if (_known.Count >= MaxKnown)
            {
                _known.Clear();
            }

            _known[digest] = validity;
        }

        var left = validity.ExpiresAt - time.GetUtcNow();
        return left is { } most && (validity.TimeToLive is not { } wished || most < wished) ? most : validity.TimeToLive ?? TimeSpan.Zero;
    }
}
