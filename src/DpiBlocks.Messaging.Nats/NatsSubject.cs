namespace DpiBlocks.Messaging.Nats;

/// <summary>The subjects that messages and acknowledgements may be sent to. Whoever chooses one must not reach the server's own subjects.</summary>
internal static class NatsSubject
{
    /// <summary>What every subject of acknowledgements begins with, so that no message can have anything else sent anywhere else.</summary>
    public const string AcknowledgementPrefix = "dpi.ack.";

    private const int MaxLength = 200;

    /// <summary>Whether it is made of letters, digits, hyphens and underscores in parts divided by dots: no wildcard, no <c>$JS</c>, no <c>_INBOX</c>.</summary>
    public static bool IsPlain(string subject) =>
        subject.Length is > 0 and <= MaxLength && subject[0] != '_' && subject.Split('.').All(part =>
            part.Length > 0 && part.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));

    public static bool IsAcknowledgement(string subject) => IsPlain(subject) && subject.StartsWith(AcknowledgementPrefix, StringComparison.Ordinal);
}
