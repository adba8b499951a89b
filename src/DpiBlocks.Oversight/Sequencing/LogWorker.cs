using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DpiBlocks.Oversight;

/// <summary>Runs the sequencer in the background, and looks whether it keeps up.</summary>
/// <remarks>What fails is told and tried again: should it go on failing, nothing more is accepted once the stated delay has passed.</remarks>
/// <param name="sequencer">The sequencer.</param>
/// <param name="delay">Who is told whether it keeps up.</param>
/// <param name="options">How often it runs.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Who is told what goes wrong.</param>
public sealed partial class LogWorker(
    LogSequencer sequencer, SequencingDelay delay, OversightOptions options, TimeProvider time, ILogger<LogWorker> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await RunAsync(stoppingToken);
                await Task.Delay(options.Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what is left over waits for the next start.
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await delay.LookAsync(cancellationToken);
            var run = await sequencer.RunAsync(cancellationToken);
            if (run.Refusal is { } refusal)
            {
                NotPublished(logger, refusal.Code, refusal.Message);
            }

            if (run.ClockStepsBack > 0)
            {
                ClockSetBack(logger, run.ClockStepsBack);
            }

            await delay.LookAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Failed(logger, failure);
        }
    }

    [LoggerMessage(1, LogLevel.Critical, "No checkpoint of the log is published any more ({Code}): {Message}")]
    private static partial void NotPublished(ILogger logger, string code, string message);

    [LoggerMessage(2, LogLevel.Warning, "The clock was set back: {Count} entries are earlier than the one before them. Their order is that of their numbers.")]
    private static partial void ClockSetBack(ILogger logger, int count);

    [LoggerMessage(3, LogLevel.Error, "The sequencer failed and will run again.")]
    private static partial void Failed(ILogger logger, Exception failure);
}
