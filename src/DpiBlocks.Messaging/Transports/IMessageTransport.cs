namespace DpiBlocks.Messaging;

/// <summary>Carries messages to destinations of one kind.</summary>
public interface IMessageTransport
{
    /// <summary>Tells whether it knows the way.</summary>
    /// <param name="destination">Where to.</param>
    /// <returns>Whether it does.</returns>
    bool Carries(Uri destination);

    /// <summary>Carries one message. An exception is as good as <see cref="Delivery.Later"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up: whether it has arrived is then not known, and it is sent again.</param>
    /// <returns>How it ended: delivered only when the receiver has said that it has it for good.</returns>
    ValueTask<Delivery> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}
