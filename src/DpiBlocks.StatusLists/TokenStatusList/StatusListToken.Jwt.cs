using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.StatusLists;

/// <content>Reading the JWT.</content>
public sealed partial class StatusListToken
{
    private const decimal LongestSeconds = 100m * 366 * 86_400;

    private static readonly JwsProfile JwtProfile = JwsProfile.Of(TokenStatusListNames.JwtType) with { Limits = JsonLimits.StatusList };

    /// <summary>Reads a list that was published as JWT (Token Status List, 5.1). Never throws for any bytes.</summary>
    /// <param name="jwt">The compact serialization, in ASCII.</param>
    /// <param name="token">The token, of which nothing is verified yet.</param>
    /// <param name="refusal">Why not: <c>status.malformed</c>, or one of the codes of JWS, JWT and JSON.</param>
    /// <returns>Whether it has the form.</returns>
    public static bool TryParseJwt(ReadOnlyMemory<byte> jwt, [NotNullWhen(true)] out StatusListToken? token, [NotNullWhen(false)] out Refusal? refusal)
    {
        token = null;
        if (!Jws.TryParse(jwt, JwtProfile, out var jws, out refusal) || !StrictJson.TryParse(jws.Payload, JsonLimits.StatusList, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            return JwtClaims.TryRead(document.RootElement, out var claims, out refusal)
                && TryReadJwt(jws, document.RootElement, claims, out token, out refusal);
        }
    }

    private static bool TryReadJwt(
        Jws jws, JsonElement payload, JwtClaims claims, [NotNullWhen(true)] out StatusListToken? token, [NotNullWhen(false)] out Refusal? refusal)
    {
        (token, refusal) = (null, null);
        TimeSpan? timeToLive = null;
        if (claims.Subject is not { Length: > 0 } address)
        {
            refusal = Malformed("sub");
        }
        else if (claims.IssuedAt is null)
        {
            refusal = Malformed("iat");
        }
        else if (payload.TryGetProperty("ttl"u8, out var ttl) && !TryReadSeconds(ttl, out timeToLive))
        {
            refusal = Malformed("ttl");
        }
        else if (!payload.TryGetProperty("status_list"u8, out var list) || list.ValueKind is not JsonValueKind.Object)
        {
            refusal = Malformed("status_list");
        }
        else if (!list.TryGetProperty("bits"u8, out var bits) || bits.ValueKind is not JsonValueKind.Number
            || !bits.TryGetInt64(out var count) || !StatusList.IsBits(count))
        {
            refusal = Malformed("status_list/bits");
        }
        else if (!list.TryGetProperty("lst"u8, out var lst) || !TryReadBytes(lst, out var compressed))
        {
            refusal = Malformed("status_list/lst");
        }
        else if (!TryReadAggregation(list, out var aggregation))
        {
            refusal = Malformed("status_list/aggregation_uri");
        }
        else
        {
            var message = jws.ToSignedMessage(TokenStatusListNames.JwtType, claims.Issuer, claims.IssuedAt);
            token = new StatusListToken(address, claims.Validity, message, count, compressed) { TimeToLive = timeToLive, Aggregation = aggregation };
        }

        return token is not null;
    }

    // 5.1: "a positive number encoded in JSON as a number". What is past any calendar counts as a century, and is cut down later.
    private static bool TryReadSeconds(JsonElement value, out TimeSpan? time)
    {
        time = null;
        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetDecimal(out var seconds) || seconds <= 0)
        {
            return false;
        }

        time = TimeSpan.FromTicks((long)Math.Ceiling(Math.Min(seconds, LongestSeconds) * TimeSpan.TicksPerSecond));
        return true;
    }

    // The list may be long: it is decoded from where it lies, unless somebody has written it with escapes.
    private static bool TryReadBytes(JsonElement value, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (value.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return raw.Contains((byte)'\\') ? StrictBase64Url.TryDecode(value.GetString(), out bytes) : StrictBase64Url.TryDecode(raw, out bytes);
    }

    private static bool TryReadAggregation(JsonElement list, out Uri? address)
    {
        address = null;
        return !list.TryGetProperty("aggregation_uri"u8, out var value)
            || (value.ValueKind is JsonValueKind.String && TryReadAddress(value.GetString(), out address));
    }
}
