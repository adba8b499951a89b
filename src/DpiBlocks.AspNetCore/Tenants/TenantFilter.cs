using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.AspNetCore.Tenants;

/// <summary>Resolves the tenant of a request once; a request without one gets no further.</summary>
internal sealed class TenantFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await http.RequestServices.GetRequiredService<ITenantResolver>().ResolveAsync(http, http.RequestAborted) is not { } tenant)
        {
            return WebProblems.TenantUnknown;
        }

        http.Features.Set(new TenantOfRequest(tenant));
        return await next(context);
    }
}

/// <summary>The tenant of a request.</summary>
internal sealed record TenantOfRequest(TenantId Tenant);

/// <summary>Stands on an endpoint that demands a tenant.</summary>
internal sealed class TenantDemand;
