using System.Text;

namespace DpiBlocks.Consent;

/// <summary>Tells one party that a consent was paused, resumed, withdrawn, has expired or was superseded. It does not name the person.</summary>
public sealed record ConsentNotification
{
    /// <summary>The type of the JWS, which is the media type of the message as <c>application/consent-notification+jwt</c>.</summary>
    public const string Type = "consent-notification+jwt";

    /// <summary>The media type of the message.</summary>
    public const string MediaType = $"application/{Type}";

    /// <summary>Gets the name of the consent.</summary>
    public required ConsentId ConsentId { get; init; }

    /// <summary>Gets the SHA-256 of the signed consent.</summary>
    public required Digest Consent { get; init; }

    /// <summary>Gets the number of the change: of two, the larger one is the later. Numbers may be left out.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets where the consent stands since then: given, paused, withdrawn, expired or superseded.</summary>
    public required ConsentState State { get; init; }

    /// <summary>Gets since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets who tells it, and signs.</summary>
    public required PartyId From { get; init; }

    /// <summary>Gets who is told.</summary>
    public required PartyId To { get; init; }

    /// <summary>Gets the name of the event, by which the receiver knows it again: it follows from consent, sequence and receiver.</summary>
    public Guid EventId => EventIdOf(Consent, Sequence, To);

    internal static Guid EventIdOf(Digest consent, long sequence, PartyId to) =>
        new(Digest.Of(Encoding.UTF8.GetBytes($"consent-notification {consent} {sequence} {to.Value}")).ToByteArray().AsSpan(0, 16), bigEndian: true);
}

/// <summary>The receiver's word that it knows of a change.</summary>
/// <param name="ConsentId">The name of the consent.</param>
/// <param name="Consent">The SHA-256 of the signed consent.</param>
/// <param name="Sequence">The number of the change.</param>
/// <param name="EventId">The name of the event.</param>
/// <param name="By">Who says so, and signs.</param>
/// <param name="At">When it was taken in.</param>
public sealed record NotificationAcknowledgement(ConsentId ConsentId, Digest Consent, long Sequence, Guid EventId, PartyId By, DateTimeOffset At)
{
    /// <summary>The type of the JWS.</summary>
    public const string Type = "consent-notification-ack+jwt";
}
