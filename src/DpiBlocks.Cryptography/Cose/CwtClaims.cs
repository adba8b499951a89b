using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>The claims of a CBOR Web Token (RFC 8392), read and checked in form. Nothing in them is trusted yet.</summary>
public sealed class CwtClaims
{
    private static readonly Refusal Malformed = new(CwtRefusalCodes.Malformed, "The content is not a map of claims.");

    private CwtClaims(CborValue map) => Map = map;

    /// <summary>Gets all claims, as they came.</summary>
    public CborValue Map { get; }

    /// <summary>Gets who says it (<c>iss</c>).</summary>
    public string? Issuer { get; private init; }

    /// <summary>Gets whom or what it is about (<c>sub</c>).</summary>
    public string? Subject { get; private init; }

    /// <summary>Gets whom it is meant for (<c>aud</c>); empty when it does not say.</summary>
    public ImmutableArray<string> Audience { get; private init; } = [];

    /// <summary>Gets when it holds (<c>iat</c>, <c>nbf</c>, <c>exp</c>).</summary>
    public ValidityPeriod Validity { get; private init; }

    /// <summary>Gets its own number (<c>cti</c>), empty when it has none.</summary>
    public ReadOnlyMemory<byte> CwtId { get; private init; }

    /// <summary>Reads the claims. Never throws for any bytes.</summary>
    /// <param name="payload">The payload of the message, which must not change while the claims are in use.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="claims">The claims.</param>
    /// <param name="refusal">Why not: one of <see cref="CborRefusalCodes"/> or <see cref="CwtRefusalCodes"/>.</param>
    /// <returns>Whether they were read.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> payload,
        CborLimits limits,
        [NotNullWhen(true)] out CwtClaims? claims,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        claims = null;
        if (!StrictCbor.TryParse(payload, limits, out var map, out refusal))
        {
            return false;
        }

        if (map.Kind is not CborKind.Map)
        {
            refusal = Malformed;
            return false;
        }

        if (!TryReadText(map, CwtLabels.Issuer, "iss", out var issuer, out refusal)
            || !TryReadText(map, CwtLabels.Subject, "sub", out var subject, out refusal)
            || !TryReadAudience(map, out var audience, out refusal)
            || !TryReadTime(map, CwtLabels.ExpiresAt, "exp", out var expires, out refusal)
            || !TryReadTime(map, CwtLabels.NotBefore, "nbf", out var notBefore, out refusal)
            || !TryReadTime(map, CwtLabels.IssuedAt, "iat", out var issuedAt, out refusal)
            || !TryReadBytes(map, CwtLabels.CwtId, "cti", out var id, out refusal))
        {
            return false;
        }

        claims = new CwtClaims(map)
        {
            Issuer = issuer,
            Subject = subject,
            Audience = audience,
            Validity = new ValidityPeriod(issuedAt, notBefore, expires),
            CwtId = id,
        };
        return true;
    }

    /// <summary>Finds a claim.</summary>
    /// <param name="label">Its number: -260 for a health certificate, 65533 for a status list.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(long label, [NotNullWhen(true)] out CborValue? value) => Map.TryGet(label, out value);

    private static Refusal? WrongType(string name) =>
        new(CwtRefusalCodes.ClaimType, $"The claim {name} has not the type that it must have.") { Location = name };

    private static bool TryReadText(CborValue map, long label, string name, out string? text, [NotNullWhen(false)] out Refusal? refusal)
    {
        text = null;
        refusal = map.TryGet(label, out var value) && !value.TryGetText(out text) ? WrongType(name) : null;
        return refusal is null;
    }

    private static bool TryReadBytes(CborValue map, long label, string name, out ReadOnlyMemory<byte> bytes, [NotNullWhen(false)] out Refusal? refusal)
    {
        bytes = default;
        refusal = map.TryGet(label, out var value) && !value.TryGetBytes(out bytes) ? WrongType(name) : null;
        return refusal is null;
    }

    private static bool TryReadTime(CborValue map, long label, string name, out DateTimeOffset? time, [NotNullWhen(false)] out Refusal? refusal)
    {
        DateTimeOffset read = default;
        var isThere = map.TryGet(label, out var value);
        refusal = isThere && !CwtNumericDate.TryRead(value!, out read) ? WrongType(name) : null;
        time = isThere && refusal is null ? read : null;
        return refusal is null;
    }

    // RFC 8392, 3.1.3: as in RFC 7519, 4.1.3, one text or a list of them.
    private static bool TryReadAudience(CborValue map, out ImmutableArray<string> audience, [NotNullWhen(false)] out Refusal? refusal)
    {
        (audience, refusal) = ([], null);
        if (!map.TryGet(CwtLabels.Audience, out var value))
        {
            return true;
        }

        if (value.TryGetText(out var only))
        {
            audience = [only];
            return true;
        }

        var texts = ImmutableArray.CreateBuilder<string>(value.Items.Length);
        foreach (var item in value.Items)
        {
            if (item.TryGetText(out var text))
            {
                texts.Add(text);
            }
        }

        audience = texts.ToImmutable();
        refusal = value.Kind is not CborKind.Array || audience.Length != value.Items.Length ? WrongType("aud") : null;
        return refusal is null;
    }
}
