using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.StatusLists;

/// <content>Reading the CWT.</content>
public sealed partial class StatusListToken
{
    // 5.2: "MUST NOT be tagged with the CWT tag", and tagged as COSE_Sign1; COSE_Mac0 proves nothing to a third party.
    private static readonly CoseProfile CwtProfile = new()
    {
        Algorithms = SignatureAlgorithm.All,
        Types = [TokenStatusListNames.CwtMediaType],
        Limits = CborLimits.StatusList,
    };

    /// <summary>Reads a list that was published as CWT (Token Status List, 5.2). Never throws for any bytes.</summary>
    /// <param name="cwt">The binary token.</param>
    /// <param name="token">The token, of which nothing is verified yet.</param>
    /// <param name="refusal">Why not: <c>status.malformed</c>, or one of the codes of COSE, CWT and CBOR.</param>
    /// <returns>Whether it has the form.</returns>
    public static bool TryParseCwt(ReadOnlyMemory<byte> cwt, [NotNullWhen(true)] out StatusListToken? token, [NotNullWhen(false)] out Refusal? refusal)
    {
        token = null;
        return CoseSign1.TryParse(cwt, CwtProfile, out var message, out refusal)
            && CwtClaims.TryRead(message.Payload, CborLimits.StatusList, out var claims, out refusal)
            && TryReadCwt(message, claims, out token, out refusal);
    }

    private static bool TryReadCwt(
        CoseSign1 message, CwtClaims claims, [NotNullWhen(true)] out StatusListToken? token, [NotNullWhen(false)] out Refusal? refusal)
    {
        (token, refusal) = (null, null);
        TimeSpan? timeToLive = null;
        if (claims.Subject is not { Length: > 0 } address)
        {
            refusal = Malformed("sub");
        }
        else if (claims.Validity.IssuedAt is null)
        {
            refusal = Malformed("iat");
        }
        else if (claims.TryGet(TokenStatusListNames.CwtTimeToLive, out var ttl) && !TryReadSeconds(ttl, out timeToLive))
        {
            refusal = Malformed("ttl");
        }
        else if (!claims.TryGet(TokenStatusListNames.CwtStatusList, out var list) || list.Kind is not CborKind.Map)
        {
            refusal = Malformed("status_list");
        }
        else if (!list.TryGet("bits", out var bits) || bits.Kind is not CborKind.UnsignedInteger
            || !bits.TryGetInt64(out var count) || !StatusList.IsBits(count))
        {
            refusal = Malformed("status_list/bits");
        }
        else if (!list.TryGet("lst", out var lst) || !lst.TryGetBytes(out var compressed))
        {
            refusal = Malformed("status_list/lst");
        }
        else if (!TryReadAggregation(list, out var aggregation))
        {
            refusal = Malformed("status_list/aggregation_uri");
        }
        else
        {
            var signed = message.ToSignedMessage(TokenStatusListNames.CwtType, claims.Issuer, claims.Validity.IssuedAt);
            token = new StatusListToken(address, claims.Validity, signed, count, compressed) { TimeToLive = timeToLive, Aggregation = aggregation };
        }

        return token is not null;
    }

    // 5.2: an unsigned integer, and positive.
    private static bool TryReadSeconds(CborValue value, out TimeSpan? time)
    {
        time = null;
        if (value.Kind is not CborKind.UnsignedInteger || (value.TryGetInt64(out var seconds) && seconds == 0))
        {
            return false;
        }

        time = TimeSpan.FromSeconds(seconds is > 0 and < (long)LongestSeconds ? seconds : (long)LongestSeconds);
        return true;
    }

    private static bool TryReadAggregation(CborValue list, out Uri? address)
    {
        address = null;
        return !list.TryGet("aggregation_uri", out var value) || (value.TryGetText(out var text) && TryReadAddress(text, out address));
    }
}
