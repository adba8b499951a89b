using NATS.Client.Core;
using NATS.Client.JetStream;

namespace DpiBlocks.Messaging.Nats;

/// <summary>Carries messages to subjects of NATS JetStream: <c>nats:orders.created</c>. Delivered means that the consumer has taken the message in.</summary>
/// <remarks>
/// That the server has stored a message is not enough to forget it. Each message says where its sender waits; the consumer answers there
/// once its own commit is durable, and until then the outbox sends it again after growing waits. The server drops what it still
/// remembers by its id, the inbox what it does not. So neither a killed server, nor a killed consumer, nor a lost acknowledgement loses
/// a message. The next message of a shard is sent after the acknowledgement, so consumers may work on many messages at once.
/// </remarks>
public sealed class NatsTransport : IMessageTransport, IAsyncDisposable
{
    /// <summary>The scheme of such destinations.</summary>
    public const string Scheme = "nats";

    private const int RememberedAcknowledgements = 65_536;
    private const int MaxCodeLength = 100;

    private static readonly Refusal NotStored = new(MessagingRefusalCodes.Busy, "The server has not stored the message.");

    private readonly INatsConnection _connection;
    private readonly NatsJSContext _stream;
    private readonly NatsTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly Acknowledgements _acknowledgements = new(RememberedAcknowledgements);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Task? _listening;

    /// <summary>Initializes a new instance of the <see cref="NatsTransport"/> class.</summary>
    /// <param name="connection">The connection, with the host's own security; it stays the caller's.</param>
    /// <param name="options">How messages are sent.</param>
    /// <param name="time">The clock.</param>
    public NatsTransport(INatsConnection connection, NatsTransportOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_connection, _options, _time) = (connection, options, time);
        _stream = new NatsJSContext(connection);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_listening is { } listening)
        {
            await listening;
        }

        _turn.Dispose();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public bool Carries(Uri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return destination.Scheme == Scheme;
    }

    /// <inheritdoc/>
    public async ValueTask<Delivery> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var subject = message.Destination.AbsolutePath;
        if (!NatsSubject.IsPlain(subject) || message.Destination.Authority.Length > 0 || !IsHeaderText(message.ContentType))
        {
            return Delivery.Rejected(new Refusal(MessagingRefusalCodes.Rejected, "The destination is no subject that messages are sent to, or the media type no header."));
        }

        if (message.Attempts == 0)
        {
            _acknowledgements.ForgetRefusal(message.Id);
        }

        var acknowledged = _acknowledgements.WaitAsync(message.Id);
        if (!acknowledged.IsCompleted && await PublishAsync(subject, message, cancellationToken) is { } failure)
        {
            return Delivery.Later(failure);
        }

        try
        {
            var code = await acknowledged.WaitAsync(_options.AcknowledgeWithin, _time, cancellationToken);
            _acknowledgements.Forget(message.Id);
            return code is null ? Delivery.Delivered : Delivery.Rejected(new Refusal(MessagingRefusalCodes.Rejected, $"The consumer refuses the message: {code}"));
        }
        catch (TimeoutException)
        {
            return Delivery.Later(new Refusal(MessagingRefusalCodes.NotAcknowledged, "The consumer has not acknowledged the message yet."));
        }
    }

    // Waits for the server to have stored it.
    private async Task<Refusal?> PublishAsync(string subject, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var headers = new NatsHeaders
        {
            [NatsHeader.ContentType] = message.ContentType,
            [NatsHeader.Order] = message.Order,
            [NatsHeader.AcknowledgeTo] = _options.AcknowledgementSubject,
        };
        try
        {
            await ListenAsync(cancellationToken);
            var stored = await _stream.PublishAsync(
                subject, message.Content, NatsRawSerializer<ReadOnlyMemory<byte>>.Default, new NatsJSPubOpts { MsgId = message.Id.ToString("D") }, headers, cancellationToken);
            return stored.Error is null ? null : NotStored;
        }
        catch (NatsException)
        {
            return NotStored;      // no connection, nobody who stores that subject, no answer
        }
    }

    // The subscription stands before the first message goes out, and comes back with the connection by itself.
    private async ValueTask ListenAsync(CancellationToken cancellationToken)
    {
        if (_listening is not null)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            _listening ??= ReadAsync(await _connection.SubscribeCoreAsync(
                _options.AcknowledgementSubject, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: _stop.Token));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ReadAsync(INatsSub<byte[]> subscription)
    {
        await using (subscription)
        {
            try
            {
                await foreach (var answer in subscription.Msgs.ReadAllAsync(_stop.Token))
                {
                    Take(answer);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // the transport is disposed of
            }
        }

        _listening = null;      // the connection was closed: the next message begins anew
    }

    // Anybody who may publish there could have sent it: what it says is the id of a message, which only those know who have seen it.
    private void Take(in NatsMsg<byte[]> answer)
    {
        if (answer.Data is { Length: 36 } id && Guid.TryParseExact(System.Text.Encoding.ASCII.GetString(id), "D", out var message))
        {
            var code = answer.Headers is { } headers && headers.TryGetLastValue(NatsHeader.Refusal, out var text) ? text : null;
            _acknowledgements.Set(message, code is null || IsCode(code) ? code : MessagingRefusalCodes.Rejected);
        }
    }

    private static bool IsCode(string text) =>
        text.Length is > 0 and <= MaxCodeLength && text.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_');

    private static bool IsHeaderText(string text) => text.Length > 0 && text.All(static letter => letter is >= ' ' and <= '~');
}
