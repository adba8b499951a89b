using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent;

/// <summary>Notifications and acknowledgements as canonical JSON (RFC 8785) in a JWS.</summary>
internal static class NotificationJson
{
    private const string Version = "dpi-consent-notification/1";

    private static readonly JwsProfile NotificationProfile = JwsProfile.Of(ConsentNotification.Type);
    private static readonly JwsProfile AcknowledgementProfile = JwsProfile.Of(NotificationAcknowledgement.Type);

    public static byte[] Write(ConsentNotification notification) => CanonicalJson.Write(writer =>
    {
        writer.WriteString("ver", Version);
        writer.WriteString("event", notification.EventId);
        writer.WriteString("consent_id", notification.ConsentId.Value);
        writer.WriteString("consent", notification.Consent.ToString());
        writer.WriteNumber("sequence", notification.Sequence);
        writer.WriteString("state", NameOf(notification.State));
        writer.WriteString("at", Rfc3339.Format(notification.At));
        writer.WriteString("from", notification.From.Value);
        writer.WriteString("to", notification.To.Value);
    });

    public static byte[] Write(NotificationAcknowledgement acknowledgement) => CanonicalJson.Write(writer =>
    {
        writer.WriteString("ver", Version);
        writer.WriteString("event", acknowledgement.EventId);
        writer.WriteString("consent_id", acknowledgement.ConsentId.Value);
        writer.WriteString("consent", acknowledgement.Consent.ToString());
        writer.WriteNumber("sequence", acknowledgement.Sequence);
        writer.WriteString("by", acknowledgement.By.Value);
        writer.WriteString("at", Rfc3339.Format(acknowledgement.At));
    });

    public static bool TryParse(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out ConsentNotification? notification, [NotNullWhen(true)] out Jws? jws, [NotNullWhen(false)] out Refusal? refusal)
    {
        notification = null;
        return Jws.TryParse(bytes, NotificationProfile, out jws, out refusal)
            && CanonicalJson.TryRead(jws.Payload, Version, NotificationRefusalCodes.Malformed, Read, out notification, out refusal);
    }

    public static bool TryParse(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out NotificationAcknowledgement? acknowledgement, [NotNullWhen(true)] out Jws? jws, [NotNullWhen(false)] out Refusal? refusal)
    {
        acknowledgement = null;
        return Jws.TryParse(bytes, AcknowledgementProfile, out jws, out refusal)
            && CanonicalJson.TryRead(jws.Payload, Version, NotificationRefusalCodes.Malformed, ReadAcknowledgement, out acknowledgement, out refusal);
    }

    private static ConsentNotification Read(MemberReader reader)
    {
        var notification = new ConsentNotification
        {
            ConsentId = reader.Value<ConsentId>("consent_id"),
            Consent = reader.Hash("consent"),
            Sequence = reader.Sequence("sequence"),
            State = StateOf(reader),
            At = reader.Time("at"),
            From = reader.Value<PartyId>("from"),
            To = reader.Value<PartyId>("to"),
        };
        if (reader.Refusal is null && EventIdOf(reader) != notification.EventId)
        {
            reader.Refuse("event");
        }

        return notification;
    }

    private static NotificationAcknowledgement ReadAcknowledgement(MemberReader reader) => new(
        reader.Value<ConsentId>("consent_id"), reader.Hash("consent"), reader.Sequence("sequence"), EventIdOf(reader), reader.Value<PartyId>("by"), reader.Time("at"));

    private static Guid EventIdOf(MemberReader reader) => Guid.TryParseExact(reader.Text("event"), "D", out var id) ? id : reader.Refuse<Guid>("event");

    private static ConsentState StateOf(MemberReader reader) => reader.Text("state") switch
    {
        "given" => ConsentState.Given,
        "paused" => ConsentState.Paused,
        "withdrawn" => ConsentState.Withdrawn,
        "expired" => ConsentState.Expired,
        "superseded" => ConsentState.Superseded,
        _ => reader.Refuse<ConsentState>("state"),
    };

    private static string NameOf(ConsentState state) => state switch
    {
        ConsentState.Given or ConsentState.Active => "given",
        ConsentState.Paused => "paused",
        ConsentState.Withdrawn => "withdrawn",
        ConsentState.Expired => "expired",
        ConsentState.Superseded => "superseded",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
