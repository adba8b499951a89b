using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DpiBlocks.AspNetCore;

/// <summary>What everyone may read and keep for a while, such as a status list. Every other answer is kept nowhere (<c>no-store</c>).</summary>
/// <param name="content">The bytes.</param>
/// <param name="mediaType">Their media type.</param>
/// <param name="maxAge">For how long they may be kept, in whole seconds.</param>
public sealed class PublicContent(ReadOnlyMemory<byte> content, string mediaType, TimeSpan maxAge) : IResult
{
    private readonly EntityTagHeaderValue _tag = new($"\"{Digest.Of(content.Span)}\"");

    /// <summary>Gets the strong entity tag: the SHA-256 of the bytes.</summary>
    public string ETag => _tag.ToString();

    /// <summary>Gets what the choice of these bytes hung on (<c>Vary</c>): nothing unless set.</summary>
    public string? Vary { get; init; }

    /// <summary>Writes the bytes, or 304 when the client has them (RFC 9110, 13.1.2).</summary>
    /// <param name="httpContext">The request.</param>
    /// <returns>When it is written.</returns>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={Math.Max(0, (long)maxAge.TotalSeconds)}");
        response.Headers.ETag = ETag;
        if (Vary is not null)
        {
            response.Headers.Vary = Vary;
        }

        if (EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(_tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = mediaType;
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(content, httpContext.RequestAborted);
        }
    }
}
