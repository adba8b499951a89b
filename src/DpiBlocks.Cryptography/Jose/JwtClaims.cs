using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>The registered claims of a JWT (RFC 7519, 4.1), each of its one type. A claim that is missing is null; one that is wrong refuses the whole.</summary>
public sealed class JwtClaims
{
    private static readonly Refusal NotAnObject = JoseRefusals.Malformed with { Location = "payload" };

    /// <summary>Gets who issued it (<c>iss</c>).</summary>
    public string? Issuer { get; private init; }

    /// <summary>Gets whom it is about (<c>sub</c>).</summary>
    public string? Subject { get; private init; }

    /// <summary>Gets for whom it is meant (<c>aud</c>); empty when it does not say.</summary>
    public ImmutableArray<string> Audience { get; private init; } = [];

    /// <summary>Gets its own name (<c>jti</c>).</summary>
    public string? JwtId { get; private init; }

    /// <summary>Gets when it was issued (<c>iat</c>).</summary>
    public DateTimeOffset? IssuedAt => Validity.IssuedAt;

    /// <summary>Gets from when it holds (<c>nbf</c>).</summary>
    public DateTimeOffset? NotBefore => Validity.NotBefore;

    /// <summary>Gets until when it holds (<c>exp</c>), not included.</summary>
    public DateTimeOffset? ExpiresAt => Validity.ExpiresAt;

    /// <summary>Gets the three times together, to be checked at the time of the verdict.</summary>
    public ValidityPeriod Validity { get; private init; }

    /// <summary>Reads the registered claims of a payload. Never throws for any value.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="claims">The claims.</param>
    /// <param name="refusal">Why not: <see cref="JoseRefusalCodes.ClaimType"/> with the claim as location, or <see cref="JoseRefusalCodes.Malformed"/> for no object.</param>
    /// <returns>Whether all that are there have their type.</returns>
    public static bool TryRead(JsonElement payload, [NotNullWhen(true)] out JwtClaims? claims, [NotNullWhen(false)] out Refusal? refusal)
    {
        claims = null;
        if (payload.ValueKind is not JsonValueKind.Object)
        {
            refusal = NotAnObject;
            return false;
        }

        ImmutableArray<string> audience = [];
        if (TryReadText(payload, "iss", out var issuer, out refusal)
            && TryReadText(payload, "sub", out var subject, out refusal)
            && TryReadText(payload, "jti", out var id, out refusal)
            && TryReadAudience(payload, ref audience, out refusal)
            && TryReadTime(payload, "iat", out var issuedAt, out refusal)
            && TryReadTime(payload, "nbf", out var notBefore, out refusal)
            && TryReadTime(payload, "exp", out var expiresAt, out refusal))
        {
            claims = new JwtClaims
            {
                Issuer = issuer,
                Subject = subject,
                JwtId = id,
                Audience = audience,
                Validity = new ValidityPeriod(issuedAt, notBefore, expiresAt),
            };
        }

        return claims is not null;
    }

    private static bool TryReadText(JsonElement payload, string name, out string? text, [NotNullWhen(false)] out Refusal? refusal)
    {
        text = null;
        refusal = null;
        if (payload.TryGetProperty(name, out var value))
        {
            text = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
            refusal = text is null ? WrongType(name) : null;
        }

        return refusal is null;
    }

    private static bool TryReadTime(JsonElement payload, string name, out DateTimeOffset? time, [NotNullWhen(false)] out Refusal? refusal)
    {
        time = null;
        refusal = null;
        if (payload.TryGetProperty(name, out var value))
        {
            time = NumericDate.TryRead(value, out var read) ? read : null;
            refusal = time is null ? WrongType(name) : null;
        }

        return refusal is null;
    }

    // RFC 7519, 4.1.3: one text, or an array of texts. An array that names nobody is not the same as silence.
    private static bool TryReadAudience(JsonElement payload, ref ImmutableArray<string> audience, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = null;
        if (!payload.TryGetProperty("aud"u8, out var value))
        {
            return true;
        }

        if (value.ValueKind is JsonValueKind.String)
        {
            audience = [value.GetString()!];
            return true;
        }

        var valid = value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > 0
            && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String);
        audience = valid ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];
        refusal = valid ? null : new Refusal(JoseRefusalCodes.Audience, "The audience is not one text or a list of texts.") { Location = "aud" };
        return valid;
    }

    private static Refusal WrongType(string name) =>
        new(JoseRefusalCodes.ClaimType, "A claim has another type than the standard gives it, or is out of its range.") { Location = name };
}
