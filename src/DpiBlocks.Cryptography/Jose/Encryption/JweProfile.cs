using System.Collections.Immutable;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>What one kind of JWE must look like. Compressed content (<c>zip</c>) is never accepted.</summary>
public sealed record JweProfile
{
    /// <summary>Gets the profile that accepts all that the library knows, as long as a token.</summary>
    public static JweProfile Default { get; } = new();

    /// <summary>Gets the algorithms accepted in <c>alg</c>: all that the library knows unless set. The key narrows them further.</summary>
    public ImmutableArray<KeyManagementAlgorithm> Algorithms { get; init; } = KeyManagementAlgorithm.All;

    /// <summary>Gets the encryptions accepted in <c>enc</c>: all that the library knows unless set.</summary>
    public ImmutableArray<ContentEncryption> Encryptions { get; init; } = ContentEncryption.All;

    /// <summary>Gets the names of the critical header parameters that the caller understands and will act upon: none unless set.</summary>
    public ImmutableArray<string> UnderstoodCritical { get; init; } = [];

    /// <summary>Gets a value indicating whether <c>enc</c> may be in a part of the header that is not authenticated, as the JSON serialization can have it: no unless set.</summary>
    public bool AllowUnprotectedEncryption { get; init; }

    /// <summary>Gets how many recipients the JSON serialization may name: 16 unless set.</summary>
    public int MaxRecipients { get; init; } = 16;

    /// <summary>Gets how long the whole message may be: as a token unless set.</summary>
    public JsonLimits Limits { get; init; } = JsonLimits.Token;
}
