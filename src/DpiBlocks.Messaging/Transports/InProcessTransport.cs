namespace DpiBlocks.Messaging;

/// <summary>Carries messages to handlers in this process: <c>dpi:status-lists</c> to the one of that name.</summary>
/// <remarks>So one block causes a change on another shard without knowing the block that makes it.</remarks>
/// <param name="inbox">Who hands them to their handlers.</param>
public sealed class InProcessTransport(Inbox inbox) : IMessageTransport
{
    /// <summary>The scheme of such destinations.</summary>
    public const string Scheme = "dpi";

    /// <summary>The sender of such messages, as handlers see it.</summary>
    public const string Sender = "dpi:";

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
        var result = await inbox.ReceiveAsync(
            message.Destination.AbsolutePath,
            new InboxMessage(message.Tenant, Sender, message.Id, message.ContentType, message.Content),
            cancellationToken);
        return result.Outcome switch
        {
            InboxOutcome.Processed or InboxOutcome.AlreadyProcessed => Delivery.Delivered,
            InboxOutcome.Unknown => Delivery.Later(result.Refusal!),
            _ => Delivery.Rejected(result.Refusal!),
        };
    }
}
