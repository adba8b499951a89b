using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore;

/// <summary>The one place that says to which tenant a request belongs. From there on the tenant is handed on as a value.</summary>
public interface ITenantResolver
{
    /// <summary>Says to which tenant a request belongs.</summary>
    /// <param name="context">The request; who sent it is known by now.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The tenant; null when there is none, or none that is known.</returns>
    ValueTask<TenantId?> ResolveAsync(HttpContext context, CancellationToken cancellationToken = default);
}
