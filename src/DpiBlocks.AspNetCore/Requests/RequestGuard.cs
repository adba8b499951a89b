using System.Security.Cryptography;
using DpiBlocks.AspNetCore.AccessTokens;
using DpiBlocks.AspNetCore.Logging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace DpiBlocks.AspNetCore.Requests;

/// <summary>The first thing a request meets, and the last thing its answer does.</summary>
internal sealed class RequestGuard(RequestDelegate next, WebOptions options, ClientLimiter limiter, ILogger<RequestGuard> log)
{
    // None of them is ever obeyed; a request that has one expects to be another than it is.
    private static readonly string[] Overrides = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"];

    // What known proxies said has been taken over by now; the rest is anyone's claim.
    private static readonly string[] Claims =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Original-For", "X-Original-Proto", "X-Original-Host", "X-Real-IP"];

    public async Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var (request, response) = (context.Request, context.Response);
        response.OnStarting(static state => SetDefaults((HttpResponse)state), response);
        foreach (var claim in Claims)
        {
            request.Headers.Remove(claim);
        }

        if (Refuse(context) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        using (log.BeginScope(new LogEntry($"correlation_id:{context.TraceIdentifier}", [new("correlation_id", context.TraceIdentifier)])))
        {
            await next(context);
        }

        if (response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null })
        {
            await WebProblems.OfStatus(response.StatusCode).ExecuteAsync(context);
        }
    }

    private Problem? Refuse(HttpContext context)
    {
        var request = context.Request;
        if (limiter.Refuse(context.Connection.RemoteIpAddress) is { } wait)
        {
            return WebProblems.TooManyRequests(wait);
        }

        if (HttpMethods.IsTrace(request.Method) || HttpMethods.IsConnect(request.Method) || Overrides.Any(request.Headers.ContainsKey))
        {
            context.Response.Headers.Allow = string.Empty;      // RFC 9110, 15.5.6: it must be there
            return WebProblems.MethodNotAllowed;
        }

        if (request.QueryString.Value is { } query && query.AsSpan().Count('&') >= options.MaxQueryParameters)
        {
            return WebProblems.TooManyParameters;
        }

        if (request.ContentLength > options.MaxBodyBytes)
        {
            return WebProblems.BodyTooLarge;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.MaxBodyBytes;
        }

        var (token, refused) = AccessTokenReader.Read(request);
        context.Features.Set(token);
        return refused;
    }

    private static Task SetDefaults(HttpResponse response)
    {
        var headers = response.Headers;
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        headers.XContentTypeOptions = "nosniff";
        if (!headers.ContainsKey("Referrer-Policy"))
        {
            headers["Referrer-Policy"] = "no-referrer";      // an address may hold a code
        }

        return Task.CompletedTask;
    }
}
