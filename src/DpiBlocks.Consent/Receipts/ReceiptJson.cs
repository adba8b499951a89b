using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Consent;

/// <summary>Receipts and countersignatures as canonical JSON (RFC 8785).</summary>
internal static class ReceiptJson
{
    private const string Version = "dpi-consent-receipt/1";
    private const int MaxId = 256;

    private static readonly string[] Kinds = ["", "giving", "refusal", "use", "pause", "resumption", "withdrawal", "expiry", "supersession", "deletion"];

    public static byte[] Write(ConsentReceipt receipt) => CanonicalJson.Write(
        writer =>
        {
            writer.WriteString("ver", Version);
            writer.WriteString("id", StrictUtf8.GetBytes(receipt.Id));
            writer.WriteString("kind", Kinds[(int)receipt.Kind]);
            writer.WriteString("consent_id", receipt.ConsentId.Value);
            writer.WriteString("consent", receipt.Consent.ToString());
            writer.WriteString("subject", receipt.Subject.Value);
            writer.WriteString("actor", receipt.Actor.Value);
            writer.WriteString("at", Rfc3339.Format(receipt.At));
            writer.WriteString("issuer", receipt.Issuer.Value);
            writer.WriteString("counterparty", receipt.Counterparty.Value);
            WriteHash(writer, "decision", receipt.Decision);
            if (receipt.Deletion is { } deletion)
            {
                writer.WriteStartObject("deletion");
                writer.WriteString("what", StrictUtf8.GetBytes(deletion.What));
                writer.WriteNumber("count", deletion.Count);
                writer.WriteString("at", Rfc3339.Format(deletion.At));
                writer.WriteEndObject();
            }

            WriteHash(writer, "previous", receipt.Previous);
        },
        JsonLimits.Token);

    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ConsentReceipt? receipt, [NotNullWhen(false)] out Refusal? refusal) =>
        CanonicalJson.TryRead(json, Version, ReceiptRefusalCodes.Malformed, Read, out receipt, out refusal);

    public static byte[] WriteCountersignature(Digest receipt, PartyId by, DateTimeOffset at) => CanonicalJson.Write(
        writer =>
        {
            writer.WriteString("ver", Version);
            writer.WriteString("receipt", receipt.ToString());
            writer.WriteString("by", by.Value);
            writer.WriteString("at", Rfc3339.Format(at));
        },
        JsonLimits.Token);

    public static bool TryReadCountersignature(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out Countersignature? countersignature, [NotNullWhen(false)] out Refusal? refusal) =>
        CanonicalJson.TryRead(
            json, Version, ReceiptRefusalCodes.Malformed, reader => new Countersignature(reader.Hash("receipt"), reader.Value<PartyId>("by"), reader.Time("at")),
            out countersignature, out refusal);

    private static ConsentReceipt Read(MemberReader reader)
    {
        var receipt = new ConsentReceipt
        {
            Id = reader.Text("id") is { Length: <= MaxId } id ? id : reader.Refuse<string>("id") ?? string.Empty,
            Kind = (ReceiptKind)Math.Max(0, Array.IndexOf(Kinds, reader.Text("kind"))),
            ConsentId = reader.Value<ConsentId>("consent_id"),
            Consent = reader.Hash("consent"),
            Subject = reader.Value<SubjectId>("subject"),
            Actor = reader.Value<PartyId>("actor"),
            At = reader.Time("at"),
            Issuer = reader.Value<PartyId>("issuer"),
            Counterparty = reader.Value<PartyId>("counterparty"),
            Decision = reader.Has("decision") ? reader.Hash("decision") : null,
            Deletion = reader.Has("deletion") ? ReadDeletion(reader.Object("deletion")) : null,
            Previous = reader.Has("previous") ? reader.Hash("previous") : null,
        };
        if (FaultOf(receipt) is { } fault)
        {
            reader.Refuse(fault);
        }

        return receipt;
    }

    /// <summary>Names the member that does not fit the others; null when all do.</summary>
    public static string? FaultOf(ConsentReceipt receipt) =>
        receipt.Id is not { Length: > 0 and <= MaxId } ? "id"
        : receipt.Kind is <= ReceiptKind.None or > ReceiptKind.Deletion ? "kind"
        : receipt.Decision is not null != receipt.Kind is ReceiptKind.Use ? "decision"
        : receipt.Deletion is not null != receipt.Kind is ReceiptKind.Deletion ? "deletion"
        : receipt.Issuer == receipt.Counterparty ? "counterparty"
        : NeedsActor(receipt.Kind) && receipt.Actor != receipt.Issuer && receipt.Actor != receipt.Counterparty ? "actor"
        : null;

    // Of what a person does nobody gives a receipt that she, or who acted for her, has not signed.
    private static bool NeedsActor(ReceiptKind kind) =>
        kind is ReceiptKind.Giving or ReceiptKind.Refusal or ReceiptKind.Pause or ReceiptKind.Resumption or ReceiptKind.Withdrawal;

    private static DeletionEvidence ReadDeletion(MemberReader deletion) => new(deletion.Text("what"), deletion.Count("count"), deletion.Time("at"));

    private static void WriteHash(Utf8JsonWriter writer, string name, Digest? hash)
    {
        if (hash is { } value)
        {
            writer.WriteString(name, value.ToString());
        }
    }
}
