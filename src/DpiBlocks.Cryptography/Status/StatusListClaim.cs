using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Text.Json;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography;

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
        if (status.ValueKind is not JsonValueKind.Object || status.GetPropertyCount() == 0)
        {
            refusal = Malformed;
        }
        else if (status.TryGetProperty("status_list"u8, out var list))
        {
            reference = list.ValueKind is JsonValueKind.Object
                && list.TryGetProperty("idx"u8, out var idx) && idx.ValueKind is JsonValueKind.Number && idx.TryGetInt64(out var index) && index >= 0
                && list.TryGetProperty("uri"u8, out var uri) && uri.ValueKind is JsonValueKind.String
                && StatusReference.TryParseAddress(uri.GetString(), out var address)
                    ? new StatusReference(StatusReference.StatusList, address) { Index = index }
                    : null;
            refusal = reference is null ? Malformed with { Location = StatusReference.StatusList } : null;
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
        else if (status.TryGet(StatusReference.StatusList, out var list))
        {
            reference = list.TryGet("idx", out var idx) && idx.Kind is CborKind.UnsignedInteger && idx.TryGetInt64(out var index)
                && list.TryGet("uri", out var uri) && uri.TryGetText(out var text)
                && StatusReference.TryParseAddress(text, out var address)
                    ? new StatusReference(StatusReference.StatusList, address) { Index = index }
                    : null;
            refusal = reference is null ? Malformed with { Location = StatusReference.StatusList } : null;
        }

        return refusal is null;
    }

    /// <summary>Says whether the claim can state a reference, so that a verifier can read it.</summary>
    /// <param name="reference">The reference.</param>
    /// <returns>Whether it is to an entry of a Token Status List with an address.</returns>
    public static bool CanState(StatusReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference is { Mechanism: StatusReference.StatusList, Index: >= 0 } && StatusReference.TryParseAddress(reference.List.OriginalString, out _);
    }

    /// <summary>Writes the value of the claim as JSON.</summary>
    /// <param name="writer">The writer, which expects a value.</param>
    /// <param name="reference">The reference.</param>
    /// <exception cref="ArgumentException">The claim cannot state it.</exception>
    public static void WriteTo(Utf8JsonWriter writer, StatusReference reference)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ThrowUnlessStatable(reference);
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
    /// <exception cref="ArgumentException">The claim cannot state it.</exception>
    public static byte[] ToCbor(StatusReference reference)
    {
        ThrowUnlessStatable(reference);
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartMap(1);
        writer.WriteTextString(StatusReference.StatusList);
        writer.WriteStartMap(2);
        writer.WriteTextString("idx");
        writer.WriteUInt64((ulong)reference.Index);
        writer.WriteTextString("uri");
        writer.WriteTextString(reference.List.OriginalString);
        writer.WriteEndMap();
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static void ThrowUnlessStatable(StatusReference reference)
    {
        if (!CanState(reference))
        {
            throw new ArgumentException("The claim states an entry, from 0, of a Token Status List with an absolute address.", nameof(reference));
        }
    }
}
