using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DpiBlocks.Consent;

/// <summary>Moves consents whose time is over to expired, and deletes data that may be kept no longer, in the background.</summary>
/// <remarks>What fails is told and tried again at the next look; the others do not wait for it.</remarks>
/// <param name="store">The consents.</param>
/// <param name="ledger">Moves them.</param>
/// <param name="options">How often it looks.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Who is told what goes wrong.</param>
/// <param name="eraser">The copies that a recipient keeps; null where none are kept.</param>
/// <param name="life">Deletes them; null where none are kept.</param>
public sealed partial class ConsentDueWorker(
    IConsentStore store,
    ConsentLedger ledger,
    ConsentDueOptions options,
    TimeProvider time,
    ILogger<ConsentDueWorker> logger,
    IDataEraser? eraser = null,
    DataLife? life = null) : BackgroundService
{
    /// <summary>Looks once.</summary>
    /// <param name="cancellationToken">Gives up between two consents or copies.</param>
    /// <returns>How many consents were moved and copies deleted.</returns>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken = default)
    {
        var done = 0;
        foreach (var record in await store.ListEndedAsync(time.GetUtcNow(), options.Limit, cancellationToken))
        {
            done += await TryAsync(async () => (await ledger.ExpireAsync(record.Shard, record.Id, cancellationToken)).Refusal, cancellationToken);
        }

        if (eraser is null || life is null)
        {
            return done;
        }

        foreach (var copy in await eraser.ListDueAsync(time.GetUtcNow(), options.Limit, cancellationToken))
        {
            done += await TryAsync(async () => (await life.EraseAsync(copy, cancellationToken)).Refusal, cancellationToken);
        }

        return done;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TryAsync(
                    async () =>
                    {
                        await RunAsync(stoppingToken);
                        return null;
                    },
                    stoppingToken);
                await Task.Delay(options.Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what is left over waits for the next start.
        }
    }

    private async Task<int> TryAsync(Func<Task<Refusal?>> act, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await act() is not { } refusal)
            {
                return 1;
            }

            NotDone(logger, refusal.Code, refusal.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Failed(logger, failure);
        }

        return 0;
    }

    [LoggerMessage(1, LogLevel.Warning, "A consent that has ended, or data that is to be deleted, could not be dealt with ({Code}): {Message}")]
    private static partial void NotDone(ILogger logger, string code, string message);

    [LoggerMessage(2, LogLevel.Error, "A consent that has ended, or data that is to be deleted, could not be dealt with; it is tried again.")]
    private static partial void Failed(ILogger logger, Exception failure);
}
