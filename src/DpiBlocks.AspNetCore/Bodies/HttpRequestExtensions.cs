using DpiBlocks.AspNetCore.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DpiBlocks.AspNetCore;

/// <summary>Reads the body of a request: of one media type, bounded, strict.</summary>
public static class HttpRequestExtensions
{
    private const string FormMediaType = "application/x-www-form-urlencoded";

    /// <summary>Reads a JSON body through <see cref="StrictJson"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="mediaType">The only media type that will do: <c>application/json</c> unless given.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The JSON, or why it is not taken: 413 when it is too large, 415 when it is of another type or encoded, 400 with one of <see cref="JsonRefusalCodes"/>.</returns>
    public static async ValueTask<JsonBody> ReadJsonAsync(
        this HttpRequest request, JsonLimits limits, string mediaType = "application/json", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        var (bytes, refused) = await ReadBytesAsync(request, mediaType, limits.MaxBytes, cancellationToken);
        if (refused is not null)
        {
            return new JsonBody(refused);
        }

        return StrictJson.TryParse(bytes, limits, out var document, out var refusal)
            ? new JsonBody(document, bytes)
            : new JsonBody(new Problem(StatusCodes.Status400BadRequest, refusal));
    }

    /// <summary>Reads a form (<c>application/x-www-form-urlencoded</c>), in which every field comes once and an access token has no place.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">How large it may be; 64 KiB unless given.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The form, or why it is not taken: 400, 413 or 415.</returns>
    public static async ValueTask<FormBody> ReadFormStrictlyAsync(
        this HttpRequest request, int maxBytes = 64 * 1024, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        var (bytes, refused) = await ReadBytesAsync(request, FormMediaType, maxBytes, cancellationToken);
        return refused is null ? StrictForm.Parse(bytes.Span) : new FormBody(refused);
    }

    /// <summary>Reads a body as the bytes that came.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mediaType">The only media type that will do.</param>
    /// <param name="maxBytes">How large it may be.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The bytes, or why they are not taken: 413 when there are too many, 415 when they are of another type or encoded.</returns>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, Problem? Refused)> ReadBytesAsync(
        this HttpRequest request, string mediaType, int maxBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(mediaType);
        if (!IsOf(request, mediaType))
        {
            return (default, WebProblems.UnsupportedMediaType);
        }

        return await BoundedBodyReader.ReadAsync(request, maxBytes, cancellationToken) is { } bytes ? (bytes, null) : (default, WebProblems.BodyTooLarge);
    }

    // An encoded body could unfold to any size, and one in another alphabet is read differently by two readers.
    private static bool IsOf(HttpRequest request, string mediaType) =>
        request.Headers.ContentEncoding.Count == 0
        && request.Headers.ContentType is [{ } type]
        && MediaTypeHeaderValue.TryParse(type, out var given)
        && given.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
        && (!given.Charset.HasValue || given.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || given.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
