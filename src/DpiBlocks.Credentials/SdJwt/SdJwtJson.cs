using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>The JWS JSON serialization (RFC 9901, 8): turned into the compact one, over which the key binding is made in any case (8.1).</summary>
/// <remarks>
/// Of several signatures the first counts: it is the one with which the key binding is made. The unsigned header is read for the
/// disclosures and the key binding alone; what could say something of key or algorithm is refused there.
/// </remarks>
internal static class SdJwtJson
{
    private static readonly string[] Members = ["payload", "protected", "signature", "header"];
    private static readonly string[] MembersOfMany = ["payload", "signatures"];
    private static readonly string[] MembersOfOne = ["protected", "signature", "header"];
    private static readonly string[] NotUnsigned = ["alg", "crit", "b64", "typ", "jwk", "jku", "x5c", "x5u", "x5t", "x5t#S256", "enc", "_sd_alg"];

    public static bool Recognizes(ReadOnlySpan<byte> data) =>
        !data.IsEmpty && data[0] == '{' && data.IndexOf("\"payload\""u8) > 0 && data.IndexOf("\"signature"u8) > 0;

    public static bool TryMakeCompact(ReadOnlyMemory<byte> json, out ReadOnlyMemory<byte> compact, [NotNullWhen(false)] out Refusal? refusal)
    {
        compact = default;
        if (!StrictJson.TryParse(json, JsonLimits.Presentation, out var document, out refusal))
        {
            return false;
        }

        using (document)
        using (var buffer = new PooledBuffer(json.Length))
        {
            var made = TryWrite(document.RootElement, buffer);
            compact = made ? buffer.Written.ToArray() : default;
            refusal = made ? null : SdJwtRefusals.Serialization;
            return made;
        }
    }

    private static bool TryWrite(JsonElement root, PooledBuffer buffer)
    {
        if (!root.TryGetProperty("signatures"u8, out var signatures))
        {
            return HasOnly(root, Members) && TryWrite(root, root, buffer);
        }

        // RFC 7515, 7.2.2: what belongs to the flattened form must not stand beside the list.
        if (!HasOnly(root, MembersOfMany) || signatures.ValueKind is not JsonValueKind.Array || signatures.GetArrayLength() == 0)
        {
            return false;
        }

        for (var i = 1; i < signatures.GetArrayLength(); i++)
        {
            if (!IsFurther(signatures[i]))
            {
                return false;
            }
        }

        return HasOnly(signatures[0], MembersOfOne) && TryWrite(root, signatures[0], buffer);
    }

    // 8.3: disclosures and the key binding stand in the first unsigned header alone.
    private static bool IsFurther(JsonElement signature) =>
        HasOnly(signature, MembersOfOne)
        && (!signature.TryGetProperty("header"u8, out var header)
            || (IsHeader(header) && !header.TryGetProperty("disclosures"u8, out _) && !header.TryGetProperty("kb_jwt"u8, out _)));

    private static bool TryWrite(JsonElement root, JsonElement signature, PooledBuffer buffer)
    {
        if (!TryAppend(signature, "protected"u8, (byte)'.', buffer)
            || !TryAppend(root, "payload"u8, (byte)'.', buffer)
            || !TryAppend(signature, "signature"u8, (byte)'~', buffer))
        {
            return false;
        }

        if (!signature.TryGetProperty("header"u8, out var header))
        {
            return true;
        }

        if (!IsHeader(header))
        {
            return false;
        }

        if (header.TryGetProperty("disclosures"u8, out var disclosures))
        {
            if (disclosures.ValueKind is not JsonValueKind.Array)
            {
                return false;
            }

            foreach (var disclosure in disclosures.EnumerateArray())
            {
                if (!TryAppend(disclosure, (byte)'~', buffer))
                {
                    return false;
                }
            }
        }

        return !header.TryGetProperty("kb_jwt"u8, out _) || TryAppend(header, "kb_jwt"u8, (byte)'.', buffer, dots: 2);
    }

    private static bool TryAppend(JsonElement owner, ReadOnlySpan<byte> name, byte end, PooledBuffer buffer, int dots = 0) =>
        owner.TryGetProperty(name, out var value) && TryAppend(value, end, buffer, dots);

    // Nothing may be in a part that would make it several.
    private static bool TryAppend(JsonElement part, byte end, PooledBuffer buffer, int dots = 0)
    {
        if (part.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        var text = JsonText.Utf8Of(part);
        if (text.IsEmpty || text.Contains((byte)'~') || text.Count((byte)'.') != dots)
        {
            return false;
        }

        buffer.Write(text);
        if (dots == 0)
        {
            buffer.Write(end);
        }

        return true;
    }

    private static bool IsHeader(JsonElement header) =>
        header.ValueKind is JsonValueKind.Object && !NotUnsigned.Any(name => header.TryGetProperty(name, out _));

    // An object with no other members than these.
    private static bool HasOnly(JsonElement value, string[] names) =>
        value.ValueKind is JsonValueKind.Object && value.EnumerateObject().All(member => names.Contains(member.Name, StringComparer.Ordinal));
}
