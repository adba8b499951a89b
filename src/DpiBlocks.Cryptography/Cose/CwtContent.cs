using System.Collections.Immutable;
using System.Formats.Cbor;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>The claims of a CBOR Web Token that is to be signed (RFC 8392).</summary>
public sealed record CwtContent
{
    /// <summary>Gets who says it (<c>iss</c>).</summary>
    public string? Issuer { get; init; }

    /// <summary>Gets whom or what it is about (<c>sub</c>).</summary>
    public string? Subject { get; init; }

    /// <summary>Gets whom it is meant for (<c>aud</c>).</summary>
    public string? Audience { get; init; }

    /// <summary>Gets when it holds (<c>iat</c>, <c>nbf</c>, <c>exp</c>); written in whole seconds.</summary>
    public ValidityPeriod Validity { get; init; }

    /// <summary>Gets its own number (<c>cti</c>); empty for none.</summary>
    public ReadOnlyMemory<byte> CwtId { get; init; }

    /// <summary>Gets all other claims by their number, each value encoded as CBOR.</summary>
    public ImmutableDictionary<long, ReadOnlyMemory<byte>> Others { get; init; } = ImmutableDictionary<long, ReadOnlyMemory<byte>>.Empty;

    /// <summary>Encodes the claims, their keys in the order of RFC 8949, 4.2.1.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">One of <see cref="Others"/> has the number of a claim that has a property here, or is not CBOR.</exception>
    public byte[] Encode()
    {
        var claims = new SortedDictionary<long, ReadOnlyMemory<byte>>(ByEncoding);
        foreach (var (label, value) in Others)
        {
            if (label is >= CwtLabels.Issuer and <= CwtLabels.CwtId || !StrictCbor.TryParse(value, CborLimits.StatusList, out _, out _))
            {
                throw new ArgumentException($"The claim {label} has a property of its own, or its value is not CBOR.");
            }

            claims.Add(label, value);
        }

        AddText(claims, CwtLabels.Issuer, Issuer);
        AddText(claims, CwtLabels.Subject, Subject);
        AddText(claims, CwtLabels.Audience, Audience);
        AddTime(claims, CwtLabels.ExpiresAt, Validity.ExpiresAt);
        AddTime(claims, CwtLabels.NotBefore, Validity.NotBefore);
        AddTime(claims, CwtLabels.IssuedAt, Validity.IssuedAt);
        if (!CwtId.IsEmpty)
        {
            Add(claims, CwtLabels.CwtId, writer => writer.WriteByteString(CwtId.Span));
        }

        var map = new CborWriter(CborConformanceMode.Strict, initialCapacity: 64 + claims.Sum(claim => claim.Value.Length + 9));
        map.WriteStartMap(claims.Count);
        foreach (var (label, value) in claims)
        {
            map.WriteInt64(label);
            map.WriteEncodedValue(value.Span);
        }

        map.WriteEndMap();
        return map.Encode();
    }

    // Among integers, the order of the encoded bytes is: 0, 1, 2, … and then -1, -2, …
    private static Comparer<long> ByEncoding { get; } = Comparer<long>.Create((x, y) =>
        x < 0 == y < 0 ? (x < 0 ? y.CompareTo(x) : x.CompareTo(y)) : (x < 0 ? 1 : -1));

    private static void AddText(SortedDictionary<long, ReadOnlyMemory<byte>> claims, long label, string? text)
    {
        if (text is not null)
        {
            Add(claims, label, writer => writer.WriteTextString(text));
        }
    }

    private static void AddTime(SortedDictionary<long, ReadOnlyMemory<byte>> claims, long label, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            Add(claims, label, writer => writer.WriteInt64(known.ToUnixTimeSeconds()));
        }
    }

    private static void Add(SortedDictionary<long, ReadOnlyMemory<byte>> claims, long label, Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        write(writer);
        claims.Add(label, writer.Encode());
    }
}
