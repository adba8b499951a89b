using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DpiBlocks.AspNetCore.Health;

/// <summary>Do the background workers keep up with what was committed?</summary>
internal sealed class BacklogCheck(IServiceProvider services, WebOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var isLate = services.GetService<IStagedEffects>() is { } staged
            && await staged.OldestAsync(cancellationToken) is { } oldest
            && time.GetUtcNow() - oldest > options.BacklogDeadline;
        return isLate ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy();
    }
}
