using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DpiBlocks.AspNetCore.Health;

/// <summary>Asks the health checks, at most once in two seconds, however many ask it: nobody can wear out a database by asking how it is.</summary>
internal sealed class Readiness(HealthCheckService checks, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<bool>? _last;
    private long _at;

    public Task<bool> CheckAsync()
    {
        lock (_gate)
        {
            if (_last is null || (_last.IsCompleted && time.GetElapsedTime(_at) >= KeptFor))
            {
                (_at, _last) = (time.GetTimestamp(), AskAsync());
            }

            return _last;
        }
    }

    private async Task<bool> AskAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return (await checks.CheckHealthAsync(patience.Token)).Status == HealthStatus.Healthy;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
