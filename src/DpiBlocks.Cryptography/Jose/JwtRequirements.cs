using System.Collections.Immutable;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>What is demanded of a signed JWT.</summary>
public sealed record JwtRequirements
{
    /// <summary>Gets what its envelope must look like.</summary>
    public required JwsProfile Profile { get; init; }

    /// <summary>Gets our own name, for which it must be meant; null where the kind of token is addressed to nobody, and then it must not be.</summary>
    /// <remarks>Compared exactly. RFC 7519, 4.1.3: who is not named in <c>aud</c> must refuse.</remarks>
    public required string? Audience { get; init; }

    /// <summary>Gets what its signer does by it.</summary>
    public required TrustAct Act { get; init; }

    /// <summary>Gets what the signer does it to.</summary>
    public required string Matter { get; init; }

    /// <summary>Gets a value indicating whether it may be meant for others as well: no unless set, since the others could use it against us.</summary>
    public bool AllowOtherAudiences { get; init; }

    /// <summary>Gets who must have issued it (<c>iss</c>), compared exactly: anyone who is trusted unless set.</summary>
    public string? Issuer { get; init; }

    /// <summary>Gets the claims that must be there: <c>iss</c> and <c>exp</c> unless set.</summary>
    public ImmutableArray<string> RequiredClaims { get; init; } = ["iss", "exp"];

    /// <summary>Gets how long ago it may have been issued (<c>iat</c>, which is demanded then): as long as it likes unless set.</summary>
    public TimeSpan? MaxAge { get; init; }
}
