using DpiBlocks.AspNetCore.Endpoints;
using DpiBlocks.AspNetCore.Idempotency;
using DpiBlocks.AspNetCore.Tenants;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore.Startup;

/// <summary>What every endpoint of an application must fulfil, ours or not, or it is not served.</summary>
internal sealed class EndpointRules(WebOptions options, IServiceProviderIsService services)
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

        if (metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } limit && !(limit.MaxRequestBodySize <= options.MaxBodyBytes))
        {
            return $"The endpoint '{NameOf(endpoint)}' takes larger bodies than {nameof(WebOptions)}.{nameof(WebOptions.MaxBodyBytes)} allows.";
        }

        if (metadata.GetMetadata<TenantDemand>() is not null && !services.IsService(typeof(ITenantResolver)))
        {
            return $"The endpoint '{NameOf(endpoint)}' demands a tenant, and no {nameof(ITenantResolver)} says which.";
        }

        if (metadata.GetMetadata<KnownClientDemand>() is { } demand && metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return $"The endpoint '{NameOf(endpoint)}' must know who asks, and allows everyone: {demand.Consequence}.";
        }

        return metadata.GetMetadata<IdempotencyDemand>() is not null && !services.IsService(typeof(IOnceStore))
            ? $"The endpoint '{NameOf(endpoint)}' demands an idempotency key, and no {nameof(IOnceStore)} remembers it."
            : null;
    }

    private static string NameOf(Endpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } named ? string.Join(',', named) : "*";
        return endpoint is RouteEndpoint route ? $"{methods} {route.RoutePattern.RawText}" : endpoint.DisplayName ?? methods;
    }
}
