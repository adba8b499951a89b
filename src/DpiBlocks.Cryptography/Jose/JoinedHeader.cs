using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>The two parts of a header in the JSON serializations: one that is protected, one that is not. No name is in both (RFC 7515, 7.2.1).</summary>
internal sealed class JoinedHeader : IDisposable
{
    private JsonDocument? _signed;

    private JoinedHeader(byte[] encoded, byte[] utf8, JsonDocument? signed, JsonElement unsigned) =>
        (Encoded, Utf8, _signed, Unsigned) = (encoded, utf8, signed, unsigned);

    /// <summary>The protected part as it came, in base64url; empty when there is none.</summary>
    public byte[] Encoded { get; }

    public byte[] Utf8 { get; }

    /// <summary>The protected part; undefined when there is none.</summary>
    public JsonElement Signed => _signed?.RootElement ?? default;

    /// <summary>The other part; undefined when there is none.</summary>
    public JsonElement Unsigned { get; }

    public bool HasUnsigned => Unsigned.ValueKind is JsonValueKind.Object;

    public static bool TryRead(
        JsonElement owner, ReadOnlySpan<byte> protectedName, [NotNullWhen(true)] out JoinedHeader? header, [NotNullWhen(false)] out Refusal? refusal) =>
        TryRead(owner, protectedName, "header"u8, out header, out refusal);

    public static bool TryRead(
        JsonElement owner,
        ReadOnlySpan<byte> protectedName,
        ReadOnlySpan<byte> otherName,
        [NotNullWhen(true)] out JoinedHeader? header,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        header = null;
        refusal = JoseRefusals.Malformed;
        if (owner.TryGetProperty(otherName, out var unsigned) && unsigned.ValueKind is not JsonValueKind.Object)
        {
            return false;
        }

        if (!owner.TryGetProperty(protectedName, out var value))
        {
            header = new JoinedHeader([], [], null, unsigned);
            return true;
        }

        // RFC 7515, 7.2.1: absent rather than empty.
        if (value.ValueKind is not JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
        {
            return false;
        }

        var encoded = Encoding.UTF8.GetBytes(text);
        if (!StrictBase64Url.TryDecode(encoded, out var utf8))
        {
            refusal = JoseRefusals.Base64Url;
            return false;
        }

        if (!StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        header = new JoinedHeader(encoded, utf8, document, unsigned);
        if (document.RootElement.ValueKind is not JsonValueKind.Object || Overlap(document.RootElement, unsigned))
        {
            header.Dispose();
            (header, refusal) = (null, JoseRefusals.Malformed);
        }

        return header is not null;
    }

    /// <summary>Whether a parameter, in whichever part, is this text.</summary>
    public bool Names(ReadOnlySpan<byte> name, string text) => Is(Signed, name, text) || Is(Unsigned, name, text);

    public void Dispose()
    {
        _signed?.Dispose();
        _signed = null;
    }

    /// <summary>Whether two objects have a member of the same name; one may be undefined.</summary>
    public static bool Overlap(JsonElement left, JsonElement right) =>
        left.ValueKind is JsonValueKind.Object && right.ValueKind is JsonValueKind.Object
        && right.EnumerateObject().Any(member => left.TryGetProperty(member.Name, out _));

    private static bool Is(JsonElement part, ReadOnlySpan<byte> name, string text) =>
        part.ValueKind is JsonValueKind.Object && part.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.String && value.ValueEquals(text);
}
