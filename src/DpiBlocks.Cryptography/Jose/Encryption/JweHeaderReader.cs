using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>Reads the header of a JWE for one recipient. Its parts have no name in common, so the first that has one decides.</summary>
internal static class JweHeaderReader
{
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8,
        JsonElement signed,
        ReadOnlySpan<JsonElement> others,
        JweProfile profile,
        [NotNullWhen(true)] out JweHeader? header,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        header = null;
        ReadOnlySpan<JsonElement> all = [signed, .. others];
        if (!TryReadNames(all, signed, profile, out var made, utf8, out refusal))
        {
            return false;
        }

        // RFC 7516, 4.1.3: zip must be in the protected part; here it must be nowhere. crit must be protected (RFC 7515, 4.1.11).
        refusal = Find(all, "zip"u8, out _) ? JweRefusals.ZipDisabled
            : Find(others, "crit"u8, out _) ? JoseRefusals.CriticalInvalid
            : CriticalHeader.Check(signed, profile.UnderstoodCritical, understandsB64: false)
                ?? ReadTexts(made, all)
                ?? ReadAgreement(made, all);
        header = refusal is null ? made : null;
        return header is not null;
    }

    private static bool TryReadNames(
        ReadOnlySpan<JsonElement> all,
        JsonElement signed,
        JweProfile profile,
        [NotNullWhen(true)] out JweHeader? header,
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        header = null;
        KeyManagementAlgorithm? algorithm = null;
        ContentEncryption? encryption = null;
        if ((Find(all, "alg"u8, out var alg) && alg.ValueKind is not JsonValueKind.String)
            || (Find(all, "enc"u8, out var enc) && enc.ValueKind is not JsonValueKind.String))
        {
            refusal = JweRefusals.Malformed;
            return false;
        }

        foreach (var candidate in profile.Algorithms)
        {
            algorithm = alg.ValueKind is JsonValueKind.String && alg.ValueEquals(candidate.Jose) ? candidate : algorithm;
        }

        foreach (var candidate in profile.Encryptions)
        {
            encryption = enc.ValueKind is JsonValueKind.String && enc.ValueEquals(candidate.Jose) ? candidate : encryption;
        }

        var isProtected = profile.AllowUnprotectedEncryption || Find([signed], "enc"u8, out _);
        refusal = algorithm is null ? JweRefusals.AlgorithmNotAllowed
            : encryption is null ? JweRefusals.EncryptionNotAllowed
            : isProtected ? null : JoseRefusals.UnprotectedHeader;
        header = refusal is null ? new JweHeader(utf8, algorithm!, encryption!) : null;
        return header is not null;
    }

    private static Refusal? ReadTexts(JweHeader header, ReadOnlySpan<JsonElement> all)
    {
        if (!TryText(all, "kid"u8, out var keyId) || !TryText(all, "typ"u8, out var type) || !TryText(all, "cty"u8, out var contentType))
        {
            return JweRefusals.Malformed;
        }

        (header.KeyId, header.Type, header.ContentType) = (keyId, type, contentType);
        return null;
    }

    private static Refusal? ReadAgreement(JweHeader header, ReadOnlySpan<JsonElement> all)
    {
        if (!header.Algorithm.IsAgreement)
        {
            return null;
        }

        if (!TryText(all, "apu"u8, out var partyU) || !TryText(all, "apv"u8, out var partyV) || !Find(all, "epk"u8, out var ephemeral))
        {
            return JweRefusals.Malformed;
        }

        if (!StrictBase64Url.TryDecode(partyU, out var decodedU) || !StrictBase64Url.TryDecode(partyV, out var decodedV))
        {
            return JoseRefusals.Base64Url;
        }

        if (!Jwk.TryRead(ephemeral, out var jwk, out var refusal) || !jwk.TryGetEncryptionKey(out var key, out refusal))
        {
            return refusal with { Location = "epk" };
        }

        (header.PartyUInfo, header.PartyVInfo, header.Ephemeral) = (decodedU, decodedV, key);
        return null;
    }

    private static bool TryText(ReadOnlySpan<JsonElement> parts, ReadOnlySpan<byte> name, out string? text)
    {
        var found = Find(parts, name, out var value);
        text = found && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        return !found || text is not null;
    }

    private static bool Find(ReadOnlySpan<JsonElement> parts, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        foreach (var part in parts)
        {
            if (part.ValueKind is JsonValueKind.Object && part.TryGetProperty(name, out value))
            {
                return true;
            }
        }

        return false;
    }
}
