using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>Reads the header of a JWS against a profile, and makes no text that is not needed.</summary>
internal static class JoseHeaderReader
{
    /// <summary>Reads a header that is wholly signed.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8, JwsProfile profile, [NotNullWhen(true)] out JoseHeader? header, [NotNullWhen(false)] out Refusal? refusal)
    {
        header = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            return TryRead(utf8, document.RootElement, default, profile, out header, out refusal);
        }
    }

    /// <summary>Reads a header of which a part may be unsigned. Each part may be missing: undefined.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8,
        JsonElement signed,
        JsonElement unsigned,
        JwsProfile profile,
        [NotNullWhen(true)] out JoseHeader? header,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        header = null;
        if (signed.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
        {
            refusal = JoseRefusals.Malformed;
            return false;
        }

        // The algorithm first: nothing else about a message of a forbidden algorithm is of interest.
        if (!TryReadAlgorithm(signed, unsigned, profile, out var algorithm, out refusal))
        {
            return false;
        }

        var made = new JoseHeader(utf8, algorithm);
        refusal = ReadPart(made, signed, isSigned: true, profile)
            ?? ReadPart(made, unsigned, isSigned: false, profile)
            ?? CriticalHeader.Check(signed, profile.UnderstoodCritical, profile.AllowUnencodedPayload)
            ?? (made.Type is null && !profile.AllowMissingType ? JoseRefusals.TypeMismatch : null);
        header = refusal is null ? made : null;
        return header is not null;
    }

    private static bool TryReadAlgorithm(
        JsonElement signed,
        JsonElement unsigned,
        JwsProfile profile,
        [NotNullWhen(true)] out SignatureAlgorithm? algorithm,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        algorithm = null;
        refusal = JoseRefusals.AlgorithmNotAllowed;
        if (!Has(signed, "alg"u8, out var value) && !Has(unsigned, "alg"u8, out value))
        {
            return false;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            refusal = JoseRefusals.HeaderType;
            return false;
        }

        foreach (var candidate in profile.Algorithms)
        {
            // RFC 9864, 2.2: EdDSA is the older name of what is called Ed25519 now.
            if (value.ValueEquals(candidate.Jose) || (candidate == SignatureAlgorithm.Ed25519 && value.ValueEquals("EdDSA"u8)))
            {
                (algorithm, refusal) = (candidate, null);
            }
        }

        return algorithm is not null;
    }

    private static bool Has(JsonElement part, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        return part.ValueKind is JsonValueKind.Object && part.TryGetProperty(name, out value);
    }

    private static Refusal? ReadPart(JoseHeader header, JsonElement part, bool isSigned, JwsProfile profile)
    {
        if (part.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in part.EnumerateObject())
            {
                if (ReadMember(header, member, isSigned, profile) is { } refusal)
                {
                    return refusal;
                }
            }
        }

        return null;
    }

    private static Refusal? ReadMember(JoseHeader header, JsonProperty member, bool isSigned, JwsProfile profile)
    {
        var value = member.Value;
        if (member.NameEquals("kid"u8) || member.NameEquals("typ"u8) || member.NameEquals("cty"u8))
        {
            return value.ValueKind is JsonValueKind.String ? ReadText(header, member, profile) : JoseRefusals.HeaderType;
        }

        if (member.NameEquals("x5c"u8))
        {
            (var valid, header.Certificates) = (CertificateHeader.TryRead(value, out var certificates), certificates);
            return valid ? null : JoseRefusals.CertificatesInvalid;
        }

        if (member.NameEquals("b64"u8))
        {
            return ReadUnencoded(header, value, isSigned, profile);
        }

        if (member.NameEquals("jku"u8) || member.NameEquals("x5u"u8))
        {
            return profile.IgnoreHeaderAddresses ? null : JoseRefusals.UntrustedHeaderAddress;
        }

        if (member.NameEquals("jwk"u8))
        {
            header.Jwk = value.ValueKind is JsonValueKind.Object ? JsonMarshal.GetRawUtf8Value(value).ToArray() : default;
            return !profile.AllowHeaderKey ? JoseRefusals.UntrustedHeaderKey : header.Jwk.IsEmpty ? JoseRefusals.HeaderType : null;
        }

        // RFC 7515, 4.1.11: crit must be signed. All other parameters are ignored when they are not known (4).
        return member.NameEquals("crit"u8) && !isSigned ? JoseRefusals.CriticalInvalid : null;
    }

    private static Refusal? ReadText(JoseHeader header, JsonProperty member, JwsProfile profile)
    {
        if (member.NameEquals("typ"u8))
        {
            header.Type = MediaType.TryMatch(member.Value, profile.Types, out var type) ? type : null;
            return type is null ? JoseRefusals.TypeMismatch : null;
        }

        if (member.NameEquals("cty"u8))
        {
            header.ContentType = member.Value.GetString();
        }
        else
        {
            (header.KeyIdUtf8, header.HasKeyId) = (Utf8Of(member.Value, header.Utf8), true);
        }

        return null;
    }

    // RFC 7797, 6: b64 counts only where it is signed and named in crit, so that a reader who does not know it refuses.
    private static Refusal? ReadUnencoded(JoseHeader header, JsonElement value, bool isSigned, JwsProfile profile)
    {
        header.IsPayloadUnencoded = value.ValueKind is JsonValueKind.False;
        return isSigned && profile.AllowUnencodedPayload && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? null
            : JoseRefusals.UnencodedPayload;
    }

    // A text without escapes is a part of the header that is kept anyway.
    private static ReadOnlyMemory<byte> Utf8Of(JsonElement value, ReadOnlyMemory<byte> header)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return raw.Contains((byte)'\\')
            ? Encoding.UTF8.GetBytes(value.GetString()!)
            : header.Span.Overlaps(raw, out var offset) && offset >= 0 ? header.Slice(offset, raw.Length) : raw.ToArray();
    }
}
