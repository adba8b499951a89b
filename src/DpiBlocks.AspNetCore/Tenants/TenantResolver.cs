using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore;

/// <summary>The ways to know a tenant. Only tenants that are named here are known.</summary>
public static class TenantResolver
{
    /// <summary>Takes every request as one tenant's, for a deployment that has no other.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <returns>The resolver.</returns>
    public static ITenantResolver Always(TenantId tenant)
    {
        _ = tenant.Value;
        return new Resolver(_ => tenant);
    }

    /// <summary>Takes the tenant from the name of the host.</summary>
    /// <param name="hosts">The tenants by host name, without port.</param>
    /// <returns>The resolver.</returns>
    public static ITenantResolver FromHost(IEnumerable<KeyValuePair<string, TenantId>> hosts)
    {
        var known = hosts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        return new Resolver(context => known.TryGetValue(context.Request.Host.Host, out var tenant) ? tenant : null);
    }

    /// <summary>Takes the tenant from a parameter of the route.</summary>
    /// <param name="parameter">The parameter: <c>tenant</c> in <c>/{tenant}/consents</c>.</param>
    /// <param name="tenants">The tenants.</param>
    /// <returns>The resolver.</returns>
    public static ITenantResolver FromPath(string parameter, params IEnumerable<TenantId> tenants)
    {
        ArgumentException.ThrowIfNullOrEmpty(parameter);
        var known = tenants.ToFrozenSet();
        return new Resolver(context => Known(known, context.Request.RouteValues.GetValueOrDefault(parameter) as string));
    }

    /// <summary>Takes the tenant from a claim of whoever sends the request; two such claims are none.</summary>
    /// <param name="type">The type of the claim.</param>
    /// <param name="tenants">The tenants.</param>
    /// <returns>The resolver.</returns>
    public static ITenantResolver FromClaim(string type, params IEnumerable<TenantId> tenants)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        var known = tenants.ToFrozenSet();
        return new Resolver(context => context.User.FindAll(type).Select(claim => claim.Value).ToList() is [var only] ? Known(known, only) : null);
    }

    /// <summary>Demands that several ways lead to the same tenant, so that a token of one tenant opens no door of another.</summary>
    /// <param name="resolvers">The ways.</param>
    /// <returns>The resolver.</returns>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ITenantResolver Agreeing(params IReadOnlyList<ITenantResolver> resolvers)
    {
        ArgumentNullException.ThrowIfNull(resolvers);
        return resolvers.Count > 0 ? new AgreeingResolver([.. resolvers]) : throw new ArgumentException("At least one way to know a tenant is needed.", nameof(resolvers));
    }

    private static TenantId? Known(FrozenSet<TenantId> known, string? text) => TenantId.TryParse(text, out var tenant) && known.Contains(tenant) ? tenant : null;

    private sealed class Resolver(Func<HttpContext, TenantId?> resolve) : ITenantResolver
    {
        public ValueTask<TenantId?> ResolveAsync(HttpContext context, CancellationToken cancellationToken = default) => ValueTask.FromResult(resolve(context));
    }

    private sealed class AgreeingResolver(ITenantResolver[] resolvers) : ITenantResolver
    {
        public async ValueTask<TenantId?> ResolveAsync(HttpContext context, CancellationToken cancellationToken = default)
        {
            var tenant = await resolvers[0].ResolveAsync(context, cancellationToken);
            foreach (var resolver in resolvers.Skip(1))
            {
                tenant = tenant is not null && await resolver.ResolveAsync(context, cancellationToken) == tenant ? tenant : null;
            }

            return tenant;
        }
    }
}
