using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <content>Reading.</content>
public sealed partial class JwsJson
{
    private static bool TryRead(
        JsonElement root,
        ReadOnlyMemory<byte>? detached,
        JwsProfile profile,
        JwsSigners signers,
        out ImmutableArray<Jws> signatures,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        signatures = [];
        if (!TryListSignatures(root, out var elements, out refusal) || !TryReadPayload(root, detached, out var payload, out refusal))
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<Jws>(elements.Count);
        foreach (var element in elements)
        {
            if (!TryReadSignature(element, payload, profile, signers, out var jws, out refusal))
            {
                return false;
            }

            if (jws is not null)
            {
                read.Add(jws);
            }
        }

        // RFC 7797, 3: b64 is the same for all, or the payload would be two things.
        refusal = read.Count == 0 || (signers.KeyId is not null && read.Count > 1) ? JoseRefusals.SignerNotFound
            : read.Any(jws => jws.Header.IsPayloadUnencoded != read[0].Header.IsPayloadUnencoded) ? JoseRefusals.UnencodedPayload
            : null;
        signatures = read.ToImmutable();
        return refusal is null;
    }

    // RFC 7515, 7.2: one form or the other, and never a mixture that two readers read differently.
    private static bool TryListSignatures(JsonElement root, out List<JsonElement> elements, [NotNullWhen(false)] out Refusal? refusal)
    {
        elements = [];
        refusal = JoseRefusals.Malformed;
        if (root.TryGetProperty("ciphertext"u8, out _))
        {
            refusal = JoseRefusals.NotSigned;
        }
        else if (!root.TryGetProperty("signatures"u8, out var list))
        {
            elements.Add(root);
            refusal = null;
        }
        else if (list.ValueKind is JsonValueKind.Array
            && !root.TryGetProperty("signature"u8, out _) && !root.TryGetProperty("protected"u8, out _) && !root.TryGetProperty("header"u8, out _))
        {
            refusal = list.GetArrayLength() switch { 0 => JoseRefusals.Malformed, > MostSignatures => JoseRefusals.TooLarge, _ => null };
            elements = refusal is null ? [.. list.EnumerateArray()] : [];
        }

        return refusal is null;
    }

    private static bool TryReadPayload(JsonElement root, ReadOnlyMemory<byte>? detached, out Content payload, [NotNullWhen(false)] out Refusal? refusal)
    {
        payload = default;
        refusal = null;
        var present = root.TryGetProperty("payload"u8, out var value);
        if (present == detached.HasValue || (present && value.ValueKind is not JsonValueKind.String))
        {
            refusal = JoseRefusals.Malformed;
            return false;
        }

        payload = present ? new Content(Encoding.UTF8.GetBytes(value.GetString()!), IsText: true) : new Content(detached.GetValueOrDefault(), IsText: false);
        return true;
    }

    // Gives null, without a refusal, for a signature that is not demanded.
    private static bool TryReadSignature(
        JsonElement element, Content payload, JwsProfile profile, JwsSigners signers, out Jws? jws, [NotNullWhen(false)] out Refusal? refusal)
    {
        jws = null;
        refusal = JoseRefusals.Malformed;
        if (element.ValueKind is not JsonValueKind.Object
            || !element.TryGetProperty("signature"u8, out var value) || value.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        if (!JoinedHeader.TryRead(element, "protected"u8, out var header, out refusal))
        {
            return false;
        }

        using (header)
        {
            if (signers.KeyId is not null && !header.Names("kid"u8, signers.KeyId))
            {
                return true;
            }

            var text = value.GetString()!;
            refusal = header.HasUnsigned && !profile.AllowUnprotectedHeader ? JoseRefusals.UnprotectedHeader
                : text.Length == 0 ? JoseRefusals.Malformed
                : null;
            return refusal is null
                && JoseHeaderReader.TryRead(header.Utf8, header.Signed, header.Unsigned, profile, out var read, out refusal)
                && Jws.TryMake(read, header.Encoded, payload, text, out jws, out refusal);
        }
    }

    /// <summary>A payload as it came: in the JSON as text, or apart as bytes.</summary>
    internal readonly record struct Content(ReadOnlyMemory<byte> Bytes, bool IsText);
}
