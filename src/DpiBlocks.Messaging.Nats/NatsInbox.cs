using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace DpiBlocks.Messaging.Nats;

/// <summary>
/// Takes messages in from NATS JetStream while the host runs: first the commit of the inbox, then the acknowledgement to the sender, then
/// the one to the server. Killed in between, the message comes again and is known again.
/// </summary>
public sealed partial class NatsInbox : BackgroundService
{
    private const int MostDeliveries = 20;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly INatsConnection _connection;
    private readonly Inbox _inbox;
    private readonly NatsInboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Initializes a new instance of the <see cref="NatsInbox"/> class.</summary>
    /// <param name="connection">The connection, with the host's own security; it stays the caller's.</param>
    /// <param name="inbox">Who takes the messages in.</param>
    /// <param name="options">What is consumed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Who is told what goes wrong; never of a message's content or id.</param>
    public NatsInbox(INatsConnection connection, Inbox inbox, NatsInboxOptions options, TimeProvider time, ILogger<NatsInbox>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(inbox);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_connection, _inbox, _options, _time) = (connection, inbox, options, time);
        _logger = logger ?? NullLogger<NatsInbox>.Instance;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;      // what was not settled comes again
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // The server, the stream or the consumer is away for a while: a worker waits for it.
                ConsumptionFailed(_logger, failure);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _time, stoppingToken);
        }
    }

    private async Task ConsumeAsync(CancellationToken stop)
    {
        var consumer = await new NatsJSContext(_connection).CreateOrUpdateConsumerAsync(
            _options.Stream,
            new ConsumerConfig(_options.Consumer) { AckPolicy = ConsumerConfigAckPolicy.Explicit, AckWait = _options.RedeliverAfter, FilterSubject = _options.Subject, MaxDeliver = -1 },
            stop);
        var messages = consumer.ConsumeAsync(NatsRawSerializer<byte[]>.Default, new NatsJSConsumeOpts { MaxMsgs = 2 * _options.Concurrency }, stop);
        await Parallel.ForEachAsync(
            messages,
            new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = stop },
            async (message, cancellationToken) => await TakeInAsync(message, cancellationToken));
    }

    private async Task TakeInAsync(INatsJSMsg<byte[]> message, CancellationToken cancellationToken)
    {
        try
        {
            await SettleAsync(message, cancellationToken);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            // Whatever a message does to its handler, or the database or the server to us, the others go on, and this one comes again.
            MessageFailed(_logger, failure);
        }
    }

    private async Task SettleAsync(INatsJSMsg<byte[]> message, CancellationToken cancellationToken)
    {
        // One that is never settled must not stand in the way of the others. Its sender was not answered: the outbox has it, and sends it again.
        if (message.Metadata?.NumDelivered > MostDeliveries)
        {
            MessageGivenUp(_logger);
            await message.AckTerminateAsync(cancellationToken: cancellationToken);
            return;
        }

        if (HeaderOf(message, NatsHeader.Id) is not { } text || !Guid.TryParseExact(text, "D", out var id))
        {
            MessageWithoutId(_logger);
            await message.AckTerminateAsync(cancellationToken: cancellationToken);      // nobody could know it again
            return;
        }

        var result = await _inbox.ReceiveAsync(
            _options.Handler,
            new InboxMessage(_options.Tenant, _options.Sender, id, HeaderOf(message, NatsHeader.ContentType) ?? "application/octet-stream", message.Data ?? []),
            cancellationToken);
        if (result.Outcome is InboxOutcome.Unknown)
        {
            await message.NakAsync(new AckOpts { NakDelay = WaitOf(message) }, cancellationToken);
            return;
        }

        await AnswerAsync(message, id, result.IsAcknowledged ? null : result.Refusal!.Code, cancellationToken);
        if (result.IsAcknowledged)
        {
            await message.AckAsync(cancellationToken: cancellationToken);
        }
        else
        {
            MessageRefused(_logger, result.Refusal!.Code);
            await message.AckTerminateAsync(cancellationToken: cancellationToken);
        }
    }

    // To subjects of acknowledgements alone: a message must not be able to have us write anywhere else.
    private async ValueTask AnswerAsync(INatsJSMsg<byte[]> message, Guid id, string? refusal, CancellationToken cancellationToken)
    {
        if (HeaderOf(message, NatsHeader.AcknowledgeTo) is { } subject && NatsSubject.IsAcknowledgement(subject))
        {
            var headers = refusal is null ? null : new NatsHeaders { [NatsHeader.Refusal] = refusal };
            await _connection.PublishAsync(subject, Encoding.ASCII.GetBytes(id.ToString("D")), headers, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: cancellationToken);
        }
    }

    // 1, 2, 4 … seconds, by how often the server has given it.
    private static TimeSpan WaitOf(INatsJSMsg<byte[]> message)
    {
        var wait = TimeSpan.FromSeconds(1 << (int)Math.Min(message.Metadata?.NumDelivered ?? 1, 6));
        return wait < LongestWait ? wait : LongestWait;
    }

    private static string? HeaderOf(INatsJSMsg<byte[]> message, string name) =>
        message.Headers is { } headers && headers.TryGetLastValue(name, out var value) ? value : null;

    [LoggerMessage(1, LogLevel.Error, "The stream could not be consumed; it will be tried again.")]
    private static partial void ConsumptionFailed(ILogger logger, Exception failure);

    [LoggerMessage(2, LogLevel.Error, "A message could not be taken in; it will come again.")]
    private static partial void MessageFailed(ILogger logger, Exception failure);

    [LoggerMessage(3, LogLevel.Error, "A message was refused for good: {Code}")]
    private static partial void MessageRefused(ILogger logger, string code);

    [LoggerMessage(5, LogLevel.Error, "A message could not be taken in however often it came; its sender sends it again.")]
    private static partial void MessageGivenUp(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "A message without an id was refused for good.")]
    private static partial void MessageWithoutId(ILogger logger);
}
