namespace DpiBlocks.Messaging;

/// <summary>How an attempt to send ended.</summary>
public sealed record Delivery
{
    private Delivery()
    {
    }

    /// <summary>Gets the one that says: the receiver has it for good, and the outbox may forget it.</summary>
    public static Delivery Delivered { get; } = new();

    /// <summary>Gets why it was not delivered; null when it was.</summary>
    public Refusal? Failure { get; private init; }

    /// <summary>Gets a value indicating whether it is useless to try again: the message becomes a dead letter.</summary>
    public bool IsFinal { get; private init; }

    /// <summary>Gets how long the receiver wants to be left alone, if it said so.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Not delivered, or not known to be: it is to be tried again.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="retryAfter">How long the receiver wants to be left alone, if it said so.</param>
    /// <returns>The outcome.</returns>
    public static Delivery Later(Refusal failure, TimeSpan? retryAfter = null)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new Delivery { Failure = failure, RetryAfter = retryAfter };
    }

    /// <summary>Never to be delivered: it becomes a dead letter, which a person may send again.</summary>
    /// <param name="failure">Why.</param>
    /// <returns>The outcome.</returns>
    public static Delivery Rejected(Refusal failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new Delivery { Failure = failure, IsFinal = true };
    }
}
