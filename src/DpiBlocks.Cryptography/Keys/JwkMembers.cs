using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>The members that a JWK of any kind may have (RFC 7517, 4), read strictly.</summary>
internal sealed class JwkMembers
{
    /// <summary>No more certificates than a chain may have.</summary>
    private const int MaxCertificates = 5;

    public required string KeyType { get; init; }

    public string? Curve { get; private set; }

    public string? KeyId { get; private set; }

    public string? Algorithm { get; private set; }

    public string? Use { get; private set; }

    public ImmutableArray<string> KeyOperations { get; private set; } = [];

    public bool HasKeyOperations { get; private set; }

    public ImmutableArray<ReadOnlyMemory<byte>> Certificates { get; private set; } = [];

    public static JwkMembers Of(string keyType, string? curve, string? keyId, string? algorithm) =>
        new() { KeyType = keyType, Curve = curve, KeyId = keyId, Algorithm = algorithm };

    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out JwkMembers? members, [NotNullWhen(false)] out Refusal? refusal)
    {
        members = null;
        refusal = KeyRefusals.Malformed;
        if (element.ValueKind is not JsonValueKind.Object || !TryText(element, "kty", out var keyType) || keyType is null)
        {
            return false;
        }

        var read = new JwkMembers { KeyType = keyType };
        if (TryText(element, "crv", out var curve) && TryText(element, "kid", out var keyId) && TryText(element, "alg", out var algorithm)
            && TryText(element, "use", out var use) && read.TryKeyOperations(element) && read.TryCertificates(element))
        {
            (read.Curve, read.KeyId, read.Algorithm, read.Use) = (curve, keyId, algorithm, use);
            members = read;
            refusal = null;
        }

        return members is not null;
    }

    /// <summary>Reads a member that holds bytes as base64url; one that is missing is refused.</summary>
    public static bool TryBytes(
        JsonElement element, string name, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out Refusal? refusal)
    {
        (bytes, refusal) = (null, null);
        if (!element.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.String)
        {
            refusal = KeyRefusals.Malformed.At($"/{name}");
            return false;
        }

        // The text between the quotes, unless it has escapes.
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        var decoded = raw.Contains((byte)'\\') ? StrictBase64Url.TryDecode(value.GetString(), out bytes) : StrictBase64Url.TryDecode(raw, out bytes);
        refusal = decoded ? null : new Refusal(EncodingRefusalCodes.Base64Url, "A member of the key is not canonical base64url.") { Location = $"/{name}" };
        return decoded;
    }

    /// <summary>Whether the key may be used for an operation, as far as <c>use</c> and <c>key_ops</c> say.</summary>
    public bool Allows(string use, params ReadOnlySpan<string> operations) =>
        (Use is null || string.Equals(Use, use, StringComparison.Ordinal))
        && (!HasKeyOperations || KeyOperations.AsSpan().ContainsAny(operations));

    private static bool TryText(JsonElement element, string name, out string? text)
    {
        text = null;
        if (!element.TryGetProperty(name, out var value))
        {
            return true;
        }

        text = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        return text is not null;
    }

    private bool TryKeyOperations(JsonElement element)
    {
        if (!element.TryGetProperty("key_ops", out var value))
        {
            return true;
        }

        HasKeyOperations = true;
        if (value.ValueKind is not JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
        {
            return false;
        }

        // RFC 7517, 4.3: no value twice.
        KeyOperations = [.. value.EnumerateArray().Select(item => item.GetString()!)];
        return KeyOperations.Distinct(StringComparer.Ordinal).Count() == KeyOperations.Length;
    }

    private bool TryCertificates(JsonElement element)
    {
        if (!element.TryGetProperty("x5c", out var value))
        {
            return true;
        }

        if (value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() is < 1 or > MaxCertificates)
        {
            return false;
        }

        var certificates = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        foreach (var item in value.EnumerateArray())
        {
            // RFC 7517, 4.7: base64, not base64url. Its strict form differs from the other by two letters and the padding.
            if (item.ValueKind is not JsonValueKind.String || !StrictBase64.TryDecode(item.GetString()!, out var der))
            {
                return false;
            }

            certificates.Add(der);
        }

        Certificates = certificates.ToImmutable();
        return true;
    }
}
