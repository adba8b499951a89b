using DpiBlocks.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DpiBlocks.AspNetCore.Messaging;

/// <summary>Do the dispatchers keep up with what is due? How old a message is depends on its receiver too: that is told and fails nothing.</summary>
internal sealed class OutboxCheck(IServiceProvider services, WebOptions options, TimeProvider time) : IHealthCheck
{
    /// <summary>In the data of the check, for a health publisher of the host's own: how long the oldest message has been waiting for its delivery, in seconds.</summary>
    private const string OldestMessageAge = "oldest_message_age";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var backlog = services.GetService<IOutboxStore>() is { } outbox ? await outbox.LookAsync(cancellationToken) : default;
        var now = time.GetUtcNow();
        var data = new Dictionary<string, object>();
        if (backlog.Oldest is { } oldest)
        {
            data.Add(OldestMessageAge, (now - oldest).TotalSeconds);
        }

        return now - backlog.DueAt > options.BacklogDeadline ? HealthCheckResult.Unhealthy(data: data) : HealthCheckResult.Healthy(data: data);
    }
}
