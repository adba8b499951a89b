using System.Security.Claims;
using System.Text;
using DpiBlocks.AspNetCore.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore.Idempotency;

/// <summary>Reads the key and what it stands on, and hands both on to the handler.</summary>
internal sealed class IdempotencyFilter(string scope) : IEndpointFilter
{
    // By what a client is known: whoever asks under a token of his own, or in a person's name (RFC 9068, 2.2).
    private static readonly string[] WhoAsks = ["sub", ClaimTypes.NameIdentifier, "client_id"];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!IdempotencyKey.TryRead(http.Request.Headers[IdempotencyKey.Header], out var key))
        {
            return WebProblems.IdempotencyKeyInvalid;
        }

        // An answer is given again to whoever got it, and to nobody else.
        // The issuer alone would name all of its clients.
        var known = WhoAsks.Select(type => http.User.FindFirst(type)).ToList();
        if (known.TrueForAll(claim => claim is not { Value.Length: > 0 }))
        {
            return WebProblems.Unauthenticated;
        }

        var client = string.Join('\0', known.Append(http.User.FindFirst("iss")).Select(claim => claim is null ? string.Empty : $"{claim.Issuer}\0{claim.Value}"));

        var services = http.RequestServices;
        var options = services.GetRequiredService<WebOptions>();
        var limit = http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? options.MaxBodyBytes;
        if (await BoundedBodyReader.ReadAsync(http.Request, limit, http.RequestAborted) is not { } body)
        {
            return WebProblems.BodyTooLarge;
        }

        var once = new OnceKey(
            $"http:{scope}:{Digest.Of(Encoding.UTF8.GetBytes(client))}", key, ContentOf(http.Request, body.Span), services.GetRequiredService<TimeProvider>().GetUtcNow() + options.IdempotencyKeptFor);
        http.Features.Set(new IdempotentRequest(once, services.GetRequiredService<IOnceStore>(), services.GetRequiredService<Telemetry.WebTelemetry>()));
        http.Request.Body = new MemoryStream(body.ToArray(), writable: false);
        return await next(context);
    }

    // Everything that makes it this request: its address, the kind of its body and the body.
    private static Digest ContentOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{request.Method}\0{request.Path}\0{request.QueryString}\0{request.ContentType}\0{Digest.Of(body)}");
        return Digest.Of(head);
    }
}

/// <summary>Stands on an endpoint that demands an idempotency key.</summary>
internal sealed class IdempotencyDemand;
