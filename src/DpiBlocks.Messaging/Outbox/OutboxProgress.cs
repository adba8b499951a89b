namespace DpiBlocks.Messaging;

/// <summary>What came of a lease: its first messages were delivered, and the next one, if any, failed.</summary>
/// <param name="Delivered">How many of its first messages were delivered and are to be forgotten.</param>
public sealed record OutboxProgress(int Delivered)
{
    /// <summary>Gets why the next message was not delivered; null when it was not tried.</summary>
    public Refusal? Failure { get; init; }

    /// <summary>Gets a value indicating whether the message that failed becomes a dead letter, so that the later ones can go on.</summary>
    public bool IsDead { get; init; }

    /// <summary>Gets when the shard is due again if messages are left: at once unless given.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
