using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DpiBlocks.Messaging;

/// <summary>
/// Sends what lies in the outbox: at least once, each shard in order. A message that fails holds back the later ones of its shard and
/// nobody else; it is tried again after growing waits, until its deadline makes it a dead letter.
/// </summary>
/// <remarks>
/// Any number may run at once, in one process or in several: each works on shards that it has leased. Should a lease run out under a
/// dispatcher that stood still, messages go out twice, but still none overtakes another: each sends a message only when its receiver has
/// acknowledged the one before.
/// </remarks>
public sealed partial class OutboxDispatcher
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private readonly IOutboxStore _outbox;
    private readonly IStagedEffects _staged;
    private readonly IMessageTransport[] _transports;
    private readonly TimeProvider _time;
    private readonly OutboxOptions _options;
    private readonly ILogger _logger;
    private readonly DestinationGate _gate;
    private readonly ReadOnlyMemory<byte> _orderKey;
    private long? _looked;

    /// <summary>Initializes a new instance of the <see cref="OutboxDispatcher"/> class.</summary>
    /// <param name="outbox">Where the messages lie.</param>
    /// <param name="staged">Where they lie before.</param>
    /// <param name="transports">What carries them; the first that knows a destination is taken.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">How they are sent; copied.</param>
    /// <param name="logger">Who is told of failures; never of a message's content, id or destination.</param>
    public OutboxDispatcher(
        IOutboxStore outbox,
        IStagedEffects staged,
        IEnumerable<IMessageTransport> transports,
        TimeProvider time,
        OutboxOptions? options = null,
        ILogger<OutboxDispatcher>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        ArgumentNullException.ThrowIfNull(staged);
        ArgumentNullException.ThrowIfNull(transports);
        ArgumentNullException.ThrowIfNull(time);
        (_outbox, _staged, _transports, _time) = (outbox, staged, [.. transports], time);
        _options = options?.Copy() ?? new OutboxOptions();
        _logger = logger ?? NullLogger<OutboxDispatcher>.Instance;
        _gate = new DestinationGate(_options, time);
        _orderKey = _options.OrderKey ?? RandomNumberGenerator.GetBytes(32);
    }

    /// <summary>Tries once what is due now, and waits for it.</summary>
    /// <param name="cancellationToken">Gives up; what is being sent is then sent again later.</param>
    /// <returns>How many shards had something due; 0 when nothing had.</returns>
    public async ValueTask<int> DispatchAsync(CancellationToken cancellationToken = default)
    {
        await _staged.SplitAsync(_options.Concurrency, cancellationToken);
        var leases = await LeaseAsync(_options.Concurrency, cancellationToken);
        await Task.WhenAll(leases.Select(lease => Task.Run(() => SendAsync(lease, cancellationToken), CancellationToken.None)));
        return leases.Length;
    }

    /// <summary>Sends for as long as it may. Whatever fails meanwhile is told to the logger and tried again.</summary>
    /// <param name="cancellationToken">Stops it: it takes no more, and what is being sent has <see cref="OutboxOptions.StopTimeout"/> to end.</param>
    /// <returns>A task that ends when it has stopped.</returns>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var grace = new CancellationTokenSource();
        var running = new List<Task>(_options.Concurrency);
        while (!cancellationToken.IsCancellationRequested)
        {
            await GuardAsync(() => LookAsync(cancellationToken), cancellationToken);
            await GuardAsync(() => _staged.SplitAsync(_options.Concurrency, cancellationToken).AsTask(), cancellationToken);
            await GuardAsync(() => StartAsync(running, grace.Token, cancellationToken), cancellationToken);
            do
            {
                // A turn looks at the whole outbox once, so it waits until half of the places are free.
                using var nap = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny([Task.Delay(_options.PollInterval, _time, nap.Token), .. running]);
                await nap.CancelAsync();
                running.RemoveAll(task => task.IsCompleted);
            }
            while (running.Count > _options.Concurrency / 2 && !cancellationToken.IsCancellationRequested);
        }

        using var limit = new CancellationTokenSource(_options.StopTimeout, _time);
        await using var late = limit.Token.Register(grace.Cancel);
        await Task.WhenAll(running);
    }

    // Now and then: how old the backlog is need not be known to the second.
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_looked is { } last && _time.GetElapsedTime(last) < LookInterval)
        {
            return;
        }

        _looked = _time.GetTimestamp();
        var (staged, oldest) = (await _staged.OldestAsync(cancellationToken), (await _outbox.LookAsync(cancellationToken)).Oldest);
        var since = oldest is null || staged < oldest ? staged : oldest;
        MessagingTelemetry.Age.Record(since is { } at && _time.GetUtcNow() - at is var age && age > TimeSpan.Zero ? age.TotalSeconds : 0);
    }

    private async Task StartAsync(List<Task> running, CancellationToken grace, CancellationToken cancellationToken)
    {
        foreach (var lease in await LeaseAsync(_options.Concurrency - running.Count, cancellationToken))
        {
            running.Add(Task.Run(() => GuardAsync(() => SendAsync(lease, grace), grace), CancellationToken.None));
        }
    }

    private ValueTask<System.Collections.Immutable.ImmutableArray<OutboxLease>> LeaseAsync(int shards, CancellationToken cancellationToken) =>
        _outbox.LeaseAsync(shards, _options.Batch, 2 * _options.SendTimeout, _options.MaxDelay + _options.FirstDelay, cancellationToken);

    // A worker outlives whatever is thrown: a database that is away for a while, a store or a transport with a fault.
    private async Task GuardAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // it was told to stop
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            WorkFailed(_logger, failure);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The outbox could not be worked on; it will be tried again.")]
    private static partial void WorkFailed(ILogger logger, Exception failure);

    [LoggerMessage(2, LogLevel.Warning, "A message failed and will be tried again: {Code}")]
    private static partial void MessageFailed(ILogger logger, string code);

    [LoggerMessage(3, LogLevel.Error, "A message has become a dead letter: {Code}")]
    private static partial void MessageDied(ILogger logger, string code);

    [LoggerMessage(4, LogLevel.Error, "A transport threw what it should have told.")]
    private static partial void TransportThrew(ILogger logger, Exception failure);
}
