namespace DpiBlocks.Messaging.Nats;

/// <summary>How messages are sent over NATS.</summary>
public sealed class NatsTransportOptions
{
    /// <summary>
    /// Gets or sets the subject on which this outbox waits for acknowledgements: <c>dpi.ack.</c> and a name of its own, the same for all its
    /// dispatchers. Only consumers should be allowed to publish there.
    /// </summary>
    /// <exception cref="ArgumentException">It has another form.</exception>
    public required string AcknowledgementSubject
    {
        get;
        init => field = NatsSubject.IsAcknowledgement(value)
            ? value
            : throw new ArgumentException($"The subject is {NatsSubject.AcknowledgementPrefix} and a name of letters, digits, hyphens, underscores and dots.", nameof(value));
    }

    /// <summary>Gets or sets how long one attempt waits for the consumer: 10 seconds unless set, at most four minutes. A later acknowledgement counts too.</summary>
    public TimeSpan AcknowledgeWithin
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(4));
            field = value;
        }
    } = TimeSpan.FromSeconds(10);
}
