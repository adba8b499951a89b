using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace DpiBlocks.AspNetCore.Startup;

/// <summary>What every endpoint of an application must fulfil, ours or not, or it is not served.</summary>
internal sealed class EndpointRules(WebOptions options)
{
    /// <summary>Says why an endpoint is not served.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>A sentence that names it; null when it is served.</returns>
    public string? Refuse(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        if (metadata.GetMetadata<IAuthorizeData>() is null && metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            return $"The endpoint '{NameOf(endpoint)}' demands no authorization: give it RequireAuthorization, or say AllowAnonymous.";
        }

        return metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } limit && !(limit.MaxRequestBodySize <= options.MaxBodyBytes)
            ? $"The endpoint '{NameOf(endpoint)}' takes larger bodies than {nameof(WebOptions)}.{nameof(WebOptions.MaxBodyBytes)} allows."
            : null;
    }

    private static string NameOf(Endpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } named ? string.Join(',', named) : "*";
        return endpoint is RouteEndpoint route ? $"{methods} {route.RoutePattern.RawText}" : endpoint.DisplayName ?? methods;
    }
}
