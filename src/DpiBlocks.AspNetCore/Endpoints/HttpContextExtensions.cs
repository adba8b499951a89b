using DpiBlocks.AspNetCore.Tenants;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore;

/// <summary>What the base knows of a request.</summary>
public static class HttpContextExtensions
{
    /// <summary>Gives the access token of a request.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The token as it came; null when there is none. A request with more than one, or one in the wrong place, has been refused.</returns>
    public static AccessToken? GetAccessToken(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<AccessToken>();
    }

    /// <summary>Gives the tenant of a request to an endpoint that demands one (<see cref="EndpointConventions.RequireTenant"/>).</summary>
    /// <param name="context">The request.</param>
    /// <returns>The tenant.</returns>
    /// <exception cref="InvalidOperationException">The endpoint demands none.</exception>
    public static TenantId GetTenant(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<TenantOfRequest>()?.Tenant ?? throw new InvalidOperationException("The endpoint demands no tenant.");
    }

    /// <summary>Gives the idempotency key of a request to an endpoint that demands one (<see cref="EndpointConventions.RequireIdempotencyKey"/>).</summary>
    /// <param name="context">The request.</param>
    /// <returns>The key, with what it stands on.</returns>
    /// <exception cref="InvalidOperationException">The endpoint demands none.</exception>
    public static IdempotentRequest GetIdempotency(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IdempotentRequest>() ?? throw new InvalidOperationException("The endpoint demands no idempotency key.");
    }
}
