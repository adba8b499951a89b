using Microsoft.Extensions.Hosting;

namespace DpiBlocks.Messaging;

/// <summary>Runs the dispatcher for as long as the host runs.</summary>
internal sealed class OutboxWorker(OutboxDispatcher dispatcher) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => dispatcher.RunAsync(stoppingToken);
}
