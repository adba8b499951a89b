namespace DpiBlocks.Messaging.Nats;

/// <summary>What is consumed, and by whom it is handled.</summary>
public sealed class NatsInboxOptions
{
    /// <summary>Gets or sets the stream, which exists already: its storage and limits are its operator's.</summary>
    public required string Stream { get; init; }

    /// <summary>Gets or sets the name of the durable consumer, which is made when there is none: the same for all processes that share the work.</summary>
    public required string Consumer { get; init; }

    /// <summary>Gets or sets the subject that is consumed: all of the stream unless set.</summary>
    public string? Subject { get; init; }

    /// <summary>Gets or sets the name of the handler.</summary>
    public required string Handler { get; init; }

    /// <summary>Gets or sets to whose realm the messages come.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets or sets who sends here, as far as the server's permissions prove: <see cref="InboxMessage.Sender"/>.</summary>
    public required string Sender { get; init; }

    /// <summary>Gets or sets how many messages are worked on at once: 16 unless set, at most 256.</summary>
    public int Concurrency
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 256);
            field = value;
        }
    } = 16;

    /// <summary>
    /// Gets or sets after how long the server gives a message again that nobody has settled: 30 seconds unless set, at least one second, at
    /// most one hour. The server remembers it with the consumer.
    /// </summary>
    public TimeSpan RedeliverAfter
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(30);
}
