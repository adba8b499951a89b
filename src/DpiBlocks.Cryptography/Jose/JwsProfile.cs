using System.Collections.Immutable;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>What one kind of JWS must look like, such as a status list token: what is not allowed here is refused before any key is sought.</summary>
public sealed record JwsProfile
{
    /// <summary>Gets the types accepted in <c>typ</c>: media types, as short as the standard writes them, such as <c>kb+jwt</c>.</summary>
    /// <remarks>Compared as RFC 7515, 4.1.9 says: letter case does not count, and <c>application/</c> may be left out.</remarks>
    public required ImmutableArray<string> Types { get; init; }

    /// <summary>Gets a value indicating whether <c>typ</c> may be missing: no unless set. Where it may, one kind of token can pass for another (RFC 8725, 3.11).</summary>
    public bool AllowMissingType { get; init; }

    /// <summary>Gets the algorithms accepted in <c>alg</c>: all that the library knows unless set. The key narrows them further.</summary>
    public ImmutableArray<SignatureAlgorithm> Algorithms { get; init; } = SignatureAlgorithm.All;

    /// <summary>Gets the names of the critical header parameters that the caller understands and will act upon: none unless set.</summary>
    /// <remarks><c>b64</c> is not named here; see <see cref="AllowUnencodedPayload"/>.</remarks>
    public ImmutableArray<string> UnderstoodCritical { get; init; } = [];

    /// <summary>Gets a value indicating whether the payload may be unencoded (<c>b64</c>: false; RFC 7797): no unless set.</summary>
    public bool AllowUnencodedPayload { get; init; }

    /// <summary>Gets a value indicating whether the header may bring a key in <c>jwk</c>, as a proof of possession does: no unless set.</summary>
    /// <remarks>The key is only handed on in <see cref="JoseHeader.Jwk"/>. It says who holds a key, never who somebody is.</remarks>
    public bool AllowHeaderKey { get; init; }

    /// <summary>Gets a value indicating whether <c>jku</c> and <c>x5u</c> are passed over rather than refused: no unless set. Nothing is fetched from there in any case.</summary>
    public bool IgnoreHeaderAddresses { get; init; }

    /// <summary>Gets a value indicating whether the JSON serialization may have header parameters that are not signed: no unless set.</summary>
    public bool AllowUnprotectedHeader { get; init; }

    /// <summary>Gets how long the whole message may be, and how the JSON in it may be nested: as a token unless set.</summary>
    public JsonLimits Limits { get; init; } = JsonLimits.Token;

    /// <summary>Makes a profile that accepts one type.</summary>
    /// <param name="type">The type, such as <c>statuslist+jwt</c>.</param>
    /// <returns>The profile, strict in everything else.</returns>
    public static JwsProfile Of(string type)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        return new JwsProfile { Types = [type] };
    }
}
