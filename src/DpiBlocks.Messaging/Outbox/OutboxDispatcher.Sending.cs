using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DpiBlocks.Messaging;

/// <content>The messages of one lease, one after the other.</content>
public sealed partial class OutboxDispatcher
{
    private async Task SendAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        var progress = await SendAllAsync(lease, cancellationToken);
        if (progress.Failure is { } failure)
        {
            if (progress.IsDead)
            {
                MessagingTelemetry.Count(MessagingTelemetry.Dead, failure.Code);
                MessageDied(_logger, failure.Code);
            }
            else
            {
                MessageFailed(_logger, failure.Code);
            }
        }

        await _outbox.SettleAsync(lease, progress, CancellationToken.None);
    }

    private async Task<OutboxProgress> SendAllAsync(OutboxLease lease, CancellationToken cancellationToken)
    {
        for (var i = 0; i < lease.Messages.Length; i++)
        {
            var (_, at, message) = lease.Messages[i];
            var now = _time.GetUtcNow();
            if (cancellationToken.IsCancellationRequested || now + _options.SendTimeout > lease.Until)
            {
                return new OutboxProgress(i);
            }

            var destination = DestinationGate.KeyOf(message.Destination);
            if (_gate.Ask(destination) is { } wait)
            {
                return IsLate(at)
                    ? Died(i, new Refusal(MessagingRefusalCodes.NotAcknowledged, "The destination does not answer."))
                    : new OutboxProgress(i) { DueAt = now + wait + RetryDelay.Jitter(_options.FirstDelay) };
            }

            if (await TryAsync(lease, message, i == 0 ? lease.Attempts : 0, cancellationToken) is not { } delivery)
            {
                return new OutboxProgress(i);
            }

            _gate.Report(destination, lease.Shard, answers: delivery.Failure is null || delivery.IsFinal);
            MessagingTelemetry.Count(MessagingTelemetry.Sent, delivery.Failure is null ? "delivered" : delivery.IsFinal ? "rejected" : "later");
            if (delivery.Failure is { } failure)
            {
                return delivery.IsFinal ? new OutboxProgress(i) { Failure = failure, IsDead = true }
                    : IsLate(at) ? Died(i, failure)
                    : new OutboxProgress(i) { Failure = failure, DueAt = _time.GetUtcNow() + WaitAfter(i == 0 ? lease.Attempts + 1 : 1, delivery) };
            }
        }

        return new OutboxProgress(lease.Messages.Length);
    }

    /// <summary>Tries once.</summary>
    /// <returns>How it ended; null when it was told to stop.</returns>
    private async Task<Delivery?> TryAsync(OutboxLease lease, OutboxMessage message, int attempts, CancellationToken cancellationToken)
    {
        if (Array.Find(_transports, candidate => candidate.Carries(message.Destination)) is not { } transport)
        {
            return Delivery.Later(new Refusal(MessagingRefusalCodes.NoTransport, "Nothing here carries messages to destinations of that scheme."));
        }

        using var limit = new CancellationTokenSource(_options.SendTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await transport.SendAsync(
                new OutgoingMessage(lease.Shard.Tenant, message.Id, OrderOf(lease.Shard, message.Destination), message.Destination, message.ContentType, message.Content) { Attempts = attempts },
                either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return Delivery.Later(new Refusal(MessagingRefusalCodes.NotAcknowledged, "Nothing came back from the receiver in time."));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // No message may stop the others, whatever it does to a transport or to the handler behind it.
            TransportThrew(_logger, failure);
            return Delivery.Later(new Refusal(MessagingRefusalCodes.Failed, "Sending the message failed in a way that nobody foresaw."));
        }
    }

    private bool IsLate(DateTimeOffset at) => _time.GetUtcNow() - at >= _options.Deadline;

    private TimeSpan WaitAfter(int failures, Delivery delivery)
    {
        var wait = RetryDelay.After(failures, _options.FirstDelay, _options.MaxDelay);
        return delivery.RetryAfter is not { } asked || asked < wait ? wait : asked < _options.MaxDelay ? asked : _options.MaxDelay;
    }

    private static OutboxProgress Died(int delivered, Refusal last) => new(delivered)
    {
        Failure = new Refusal(MessagingRefusalCodes.Deadline, $"The message could not be delivered before its deadline; in the end: {last.Code}"),
        IsDead = true,
    };

    // Two destinations must not be able to find out that they are told of the same person, and none who it is.
    private string OrderOf(ShardKey shard, Uri destination)
    {
        var hash = HMACSHA256.HashData(_orderKey.Span, [.. shard.ToByteArray(), .. Encoding.UTF8.GetBytes(DestinationGate.KeyOf(destination))]);
        return Base64Url.EncodeToString(hash.AsSpan(..16));
    }
}
