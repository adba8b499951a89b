using System.Collections.Immutable;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>What a kind of COSE_Sign1 message must look like. The defaults are the strictest that RFC 9052 allows.</summary>
public sealed record CoseProfile
{
    /// <summary>Gets the algorithms that may be named.</summary>
    public required ImmutableArray<SignatureAlgorithm> Algorithms { get; init; }

    /// <summary>Gets whether the tag 18 of COSE_Sign1 stands in front: required unless set.</summary>
    public CoseTagging Tag { get; init; } = CoseTagging.Required;

    /// <summary>Gets whether the tag 61 of CWT stands in front of the tag 18 (RFC 8392, 6): forbidden unless set.</summary>
    public CoseTagging CwtTag { get; init; } = CoseTagging.Forbidden;

    /// <summary>Gets the media types of which the protected <c>typ</c> must be one (RFC 9596); empty for any and none.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Gets the labels which <c>crit</c> may name besides those that the library processes itself, since the caller does.</summary>
    public ImmutableArray<long> UnderstoodCritical { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether a header may stand in both maps; the protected one then counts (RFC 9052, 3).
    /// Refused unless set. The EU health certificate needs it for the key id.
    /// </summary>
    public bool AllowRepeatedLabels { get; init; }

    /// <summary>
    /// Gets a value indicating whether the algorithm may stand in the unprotected map when the protected one names none. Refused unless
    /// set, since RFC 9052, 3.1 wants it authenticated; harmless only where each kind of key has one algorithm among
    /// <see cref="Algorithms"/>, so that the name decides nothing. Some EU health certificates were issued so.
    /// </summary>
    public bool AllowUnprotectedAlgorithmUnsafe { get; init; }

    /// <summary>Gets how large the message may be: a token unless set.</summary>
    public CborLimits Limits { get; init; } = CborLimits.Token;
}
