namespace DpiBlocks.Consent;

/// <summary>Why a message about a change of a consent, or its acknowledgement, is not taken. The codes are stable.</summary>
public static class NotificationRefusalCodes
{
    /// <summary>It has not the form it must have.</summary>
    public const string Malformed = "notification.malformed";

    /// <summary>It is meant for another party.</summary>
    public const string Recipient = "notification.recipient";

    /// <summary>It acknowledges something that was never told to that party.</summary>
    public const string Unknown = "notification.unknown";

    /// <summary>Nobody knows where that party is to be told; the change was made all the same.</summary>
    public const string NoDestination = "notification.no_destination";
}
