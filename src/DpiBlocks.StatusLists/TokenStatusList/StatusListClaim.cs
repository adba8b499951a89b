using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Text.Json;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.StatusLists;

/// <summary>The <c>status</c> claim by which a token refers to its place in a list: in JSON (Token Status List, 6.2) and in CBOR (6.3).</summary>
public static class StatusListClaim
{
    /// <summary>The number of the claim in a CWT.</summary>
    public const long CwtLabel = 65535;

    private static readonly Refusal Malformed = new(StatusRefusalCodes.Malformed, "The reference to a status has not the agreed form.");

    /// <summary>Reads the claim. Never throws for any value.</summary>
    /// <param name="status">The value of <c>status</c>.</param>
    /// <param name="reference">The reference; null when the claim names other mechanisms only.</param>
    /// <param name="refusal">Why not: <c>status.malformed</c>.</param>
    /// <returns>Whether it has the agreed form.</returns>
    public static bool TryRead(JsonElement status, out StatusReference? reference, [NotNullWhen(false)] out Refusal? refusal)
    {
        (reference, refusal) = (null, null);
        if (status.ValueKind is not JsonValueKind.Object || !status.EnumerateObject().Any())
        {
            refusal = Malformed;
        }
        else if (status.TryGetProperty("status_list"u8, out var list))
        {
            reference = list.ValueKind is JsonValueKind.Object
                && list.TryGetProperty("idx"u8, out var idx) && idx.ValueKind is JsonValueKind.Number && idx.TryGetInt64(out var index) && index >= 0
                && list.TryGetProperty("uri"u8, out var uri) && uri.ValueKind is JsonValueKind.String
                && StatusListAddress.TryParse(uri.GetString(), out var address)
                    ? new StatusReference(TokenStatusListNames.Mechanism, address) { Index = index }
                    : null;
            refusal = reference is null ? Malformed with { Location = "status_list" } : null;
        }

        return refusal is null;
    }

    /// <summary>Reads the claim. Never throws for any value.</summary>
    /// <param name="status">The value of the claim 65535.</param>
    /// <param name="reference">The reference; null when the claim names other mechanisms only.</param>
    /// <param name="refusal">Why not: <c>status.malformed</c>.</param>
    /// <returns>Whether it has the agreed form.</returns>
    public static bool TryRead(CborValue status, out StatusReference? reference, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(status);
        (reference, refusal) = (null, null);
        if (status.Entries.IsEmpty)
        {
            refusal = Malformed;
        }
        else if (status.TryGet("status_list", out var list))
        {
            reference = list.TryGet("idx", out var idx) && idx.Kind is CborKind.UnsignedInteger && idx.TryGetInt64(out var index)
                && list.TryGet("uri", out var uri) && uri.TryGetText(out var text)
                && StatusListAddress.TryParse(text, out var address)
                    ? new StatusReference(TokenStatusListNames.Mechanism, address) { Index = index }
                    : null;
            refusal = reference is null ? Malformed with { Location = "status_list" } : null;
        }

        return refusal is null;
    }

    /// <summary>Writes the value of the claim as JSON.</summary>
    /// <param name="writer">The writer, which expects a value.</param>
    /// <param name="reference">The reference.</param>
    public static void WriteTo(Utf8JsonWriter writer, StatusReference reference)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(reference);
        writer.WriteStartObject();
        writer.WriteStartObject("status_list"u8);
        writer.WriteNumber("idx"u8, reference.Index);
        writer.WriteString("uri"u8, reference.List.OriginalString);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes the value of the claim as CBOR.</summary>
    /// <param name="reference">The reference.</param>
    /// <returns>The encoded value.</returns>
    public static byte[] ToCbor(StatusReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartMap(1);
        writer.WriteTextString("status_list");
        writer.WriteStartMap(2);
        writer.WriteTextString("idx");
        writer.WriteUInt64((ulong)reference.Index);
        writer.WriteTextString("uri");
        writer.WriteTextString(reference.List.OriginalString);
        writer.WriteEndMap();
        writer.WriteEndMap();
        return writer.Encode();
    }
}
