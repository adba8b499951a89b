namespace DpiBlocks.Messaging;

/// <summary>What came of a message.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Refusal">Why, unless it was processed, now or before.</param>
public sealed record InboxResult(InboxOutcome Outcome, Refusal? Refusal = null)
{
    /// <summary>Gets a value indicating whether the message has had its effect: the sender may forget it.</summary>
    public bool IsAcknowledged => Outcome is InboxOutcome.Processed or InboxOutcome.AlreadyProcessed;
}

/// <summary>How the reception of a message ended. Zero is the safe value.</summary>
public enum InboxOutcome
{
    /// <summary>It has had no effect, or it is not known whether it has: the sender is to send it again. Over HTTP: 503.</summary>
    Unknown = 0,

    /// <summary>Its effect is durable. Over HTTP: 204.</summary>
    Processed,

    /// <summary>Its effect has been durable since an earlier time. Over HTTP: 204.</summary>
    AlreadyProcessed,

    /// <summary>Its id stands for other content: it has no effect, now or later. Over HTTP: 409.</summary>
    Conflict,

    /// <summary>It has no effect, now or later. Over HTTP: 422, 413 when it is too large, 404 when nobody handles it.</summary>
    Refused,
}
