using System.Collections.Immutable;

namespace DpiBlocks.Credentials;

/// <summary>What a verifier asks of one presentation.</summary>
public sealed record VerificationRequest
{
    /// <summary>Gets the time for which the verdict is given; the clock's time unless set.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Gets whether the presenter must prove to be the holder: unless set, what is bound to a holder is refused.</summary>
    public HolderBindingDemand HolderBinding { get; init; } = HolderBindingDemand.UnboundOnly;

    /// <summary>Gets a value indicating whether a credential that has no status is refused (<c>status.missing</c>), as the issuer's profile may demand. False unless set.</summary>
    public bool RequireStatus { get; init; }

    /// <summary>Gets the types that will do; any type will, unless set.</summary>
    public ImmutableArray<string> AcceptedTypes { get; init; } = [];

    /// <summary>Gets the members that the claims must have at their top level, such as <c>exp</c> or <c>given_name</c>; none unless set.</summary>
    public ImmutableArray<string> RequiredClaims { get; init; } = [];
}
