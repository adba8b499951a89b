namespace DpiBlocks.Messaging;

/// <summary>Why a message was not delivered, or not taken in. The codes are stable.</summary>
public static class MessagingRefusalCodes
{
    /// <summary>Nothing here carries messages to destinations of that scheme.</summary>
    public const string NoTransport = "messaging.no_transport";

    /// <summary>Nothing here handles messages of that name.</summary>
    public const string NoHandler = "messaging.no_handler";

    /// <summary>The sender has used the message's id for other content before.</summary>
    public const string IdReused = "messaging.id_reused";

    /// <summary>The message is larger than is allowed.</summary>
    public const string TooLarge = "messaging.too_large";

    /// <summary>The receiver refuses the message: it will not do so less when it is sent again.</summary>
    public const string Rejected = "messaging.rejected";

    /// <summary>The receiver cannot take the message now, or does not know whether it has.</summary>
    public const string Busy = "messaging.busy";

    /// <summary>Nothing came back from the receiver in time.</summary>
    public const string NotAcknowledged = "messaging.not_acknowledged";

    /// <summary>Sending or handling it failed in a way that nobody foresaw.</summary>
    public const string Failed = "messaging.failed";

    /// <summary>It could not be delivered before its deadline.</summary>
    public const string Deadline = "messaging.deadline";
}
