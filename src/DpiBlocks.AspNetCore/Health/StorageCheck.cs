using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DpiBlocks.AspNetCore.Health;

/// <summary>Can the database be read? An application without one has nothing to be read.</summary>
internal sealed class StorageCheck(IServiceProvider services) : IHealthCheck
{
    private static readonly ShardKey Nobody = ShardKey.Of(TenantId.Parse("health"), "health", "probe");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<IOnceStore>() is { } store)
        {
            await store.FindAsync(Nobody, "health", "probe", cancellationToken);
        }

        return HealthCheckResult.Healthy();
    }
}
