using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>Verifies signed JWTs (RFC 7519, 7.2; RFC 8725): envelope, key, signature, trust, then claims. Safe to share between threads.</summary>
/// <param name="keys">Whose key it is.</param>
/// <param name="trust">What they may say.</param>
/// <param name="policy">What may stand unchecked, and how old evidence may be.</param>
/// <param name="time">The clock.</param>
/// <param name="skew">How far two clocks may differ: 60 seconds unless given.</param>
public sealed partial class JwtVerifier(IKeyResolver keys, ITrustPolicy trust, IVerdictPolicy policy, TimeProvider time, ClockSkew skew = default)
{
    private readonly SignatureVerifier _signatures = new(keys, trust);

    /// <summary>Verifies a JWT in the compact serialization. Never throws for any bytes.</summary>
    /// <param name="compact">The JWT, in ASCII.</param>
    /// <param name="requirements">What is demanded of it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict, with the checks <c>envelope</c>, <c>payload</c>, <c>key</c>, <c>signature</c>, <c>trust</c>, <c>validity</c>, <c>audience</c>.</returns>
    public ValueTask<Verification<VerifiedJwt>> VerifyAsync(
        ReadOnlyMemory<byte> compact, JwtRequirements requirements, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requirements);
        return VerifyAsync(new VerdictBuilder(policy, time.GetUtcNow()), compact, requirements, cancellationToken);
    }

    private async ValueTask<Verification<VerifiedJwt>> VerifyAsync(
        VerdictBuilder verdict, ReadOnlyMemory<byte> compact, JwtRequirements requirements, CancellationToken cancellationToken)
    {
        if (!Jws.TryParse(compact, requirements.Profile, out var jws, out var refusal))
        {
            return Refuse(verdict, "envelope", refusal);
        }

        // RFC 7797, 7: a JWT is never unencoded.
        if (jws.Header.IsPayloadUnencoded)
        {
            return Refuse(verdict, "envelope", JoseRefusals.UnencodedPayload);
        }

        verdict.Add(Check.Passed("envelope"));
        if (!TryReadClaims(jws.Payload, requirements, out var claims, out refusal))
        {
            return Refuse(verdict, "payload", refusal);
        }

        verdict.Add(Check.Passed("payload"));
        var message = jws.ToSignedMessage(jws.Header.Type ?? "jwt", claims.Issuer, claims.IssuedAt);
        var key = await _signatures.VerifyAsync(verdict, message, requirements.Act, requirements.Matter, cancellationToken: cancellationToken);
        return key is not null && verdict.Add(CheckValidity(claims, requirements, verdict.At)) && verdict.Add(CheckAudience(claims, requirements))
            ? verdict.Accept(new VerifiedJwt(jws.Header, jws.Payload, claims, key))
            : verdict.Refuse<VerifiedJwt>();
    }

    private static Verification<VerifiedJwt> Refuse(VerdictBuilder verdict, string name, Refusal refusal)
    {
        verdict.Demand(new Check { Name = name, Outcome = CheckOutcome.Failed, Reason = refusal });
        return verdict.Refuse<VerifiedJwt>();
    }

    private static bool TryReadClaims(
        ReadOnlyMemory<byte> payload, JwtRequirements requirements, [NotNullWhen(true)] out JwtClaims? claims, [NotNullWhen(false)] out Refusal? refusal)
    {
        claims = null;
        if (!StrictJson.TryParse(payload, requirements.Profile.Limits, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            if (!JwtClaims.TryRead(document.RootElement, out var read, out refusal))
            {
                return false;
            }

            refusal = FindMissing(document.RootElement, requirements);
            if (refusal is null && requirements.Issuer is { } issuer && !string.Equals(read.Issuer, issuer, StringComparison.Ordinal))
            {
                refusal = new Refusal(JoseRefusalCodes.Issuer, "The token was issued by another than the one expected.") { Location = "iss" };
            }

            claims = refusal is null ? read : null;
            return claims is not null;
        }
    }

    private static Refusal? FindMissing(JsonElement payload, JwtRequirements requirements)
    {
        foreach (var name in requirements.MaxAge is null ? requirements.RequiredClaims : requirements.RequiredClaims.Add("iat"))
        {
            if (!payload.TryGetProperty(name, out _))
            {
                return new Refusal(JoseRefusalCodes.ClaimMissing, "A claim that is demanded is missing.") { Location = name };
            }
        }

        return null;
    }

    private Check CheckValidity(JwtClaims claims, JwtRequirements requirements, DateTimeOffset at) =>
        requirements.MaxAge is { } most && claims.IssuedAt is { } issued && at - issued >= most + skew.Value
            ? Check.Failed("validity", ValidityRefusalCodes.Expired, "It was issued longer ago than is accepted.")
            : claims.Validity.CheckAt(at, skew);

    // An absent audience is a mismatch where one is expected, and a present one where none is (RFC 7519, 4.1.3).
    private static Check CheckAudience(JwtClaims claims, JwtRequirements requirements)
    {
        var met = requirements.Audience is { } ours
            ? claims.Audience.Contains(ours, StringComparer.Ordinal) && (claims.Audience.Length == 1 || requirements.AllowOtherAudiences)
            : claims.Audience.IsEmpty;
        return met ? Check.Passed("audience") : Check.Failed("audience", JoseRefusalCodes.Audience, "The token is not meant for this verifier alone.");
    }
}
