using System.Globalization;
using System.Text.Json;
using DpiBlocks.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore;

/// <summary>A refusal as the answer to a request: problem details with its code, its sentence and a correlation id, and nothing else.</summary>
/// <remarks>RFC 9457. What went wrong in detail stands in the log, under the same correlation id.</remarks>
/// <param name="status">The status of the answer, from 400 to 599.</param>
/// <param name="refusal">Why. Its location and facts are not told.</param>
public sealed class Problem(int status, Refusal refusal) : IResult, IStatusCodeHttpResult
{
    /// <summary>The media type (RFC 9457, 3).</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Gets the status.</summary>
    public int Status { get; } = status is >= 400 and <= 599 ? status : throw new ArgumentOutOfRangeException(nameof(status), status, "A problem has a status from 400 to 599.");

    /// <summary>Gets why.</summary>
    public Refusal Refusal { get; } = refusal ?? throw new ArgumentNullException(nameof(refusal));

    /// <summary>Gets after how long to ask again, in whole seconds: not said unless set.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets how the client is asked to say who it is (<c>WWW-Authenticate</c>): not said unless set.</summary>
    public string? Challenge { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>Writes the answer.</summary>
    /// <param name="httpContext">The request.</param>
    /// <returns>When it is written.</returns>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Challenge is not null)
        {
            response.Headers.WWWAuthenticate = Challenge;
        }

        httpContext.RequestServices.GetRequiredService<WebTelemetry>().Refused(httpContext, this);
        var body = ToUtf8(httpContext.TraceIdentifier);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private ReadOnlyMemory<byte> ToUtf8(string correlationId)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(Status));      // what a problem without a type has (4.2.1)
            writer.WriteNumber("status"u8, Status);
            writer.WriteString("detail"u8, Refusal.Message);
            writer.WriteString("code"u8, Refusal.Code);
            writer.WriteString("correlation_id"u8, correlationId);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
