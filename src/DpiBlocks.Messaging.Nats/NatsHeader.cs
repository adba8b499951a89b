namespace DpiBlocks.Messaging.Nats;

/// <summary>The headers of a message beside its bytes.</summary>
internal static class NatsHeader
{
    /// <summary>The id of the message; JetStream drops what comes again with the same one within its window (ADR-4 and the JetStream documentation).</summary>
    public const string Id = "Nats-Msg-Id";

    public const string ContentType = "Content-Type";

    /// <summary>See <see cref="OutgoingMessage.Order"/>.</summary>
    public const string Order = "Dpi-Order";

    /// <summary>The subject on which the sender waits for the acknowledgement of the consumer.</summary>
    public const string AcknowledgeTo = "Dpi-Acknowledge-To";

    /// <summary>In an acknowledgement: the code for which the message was refused for good. Absent when it was taken in.</summary>
    public const string Refusal = "Dpi-Refusal";
}
