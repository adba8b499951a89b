using System.Collections.Immutable;

namespace DpiBlocks.Credentials;

/// <summary>What type metadata says of one claim (SD-JWT VC, 4.6). Its texts come from outside: escape them before showing them.</summary>
public sealed record ClaimMetadata
{
    /// <summary>Gets which claim.</summary>
    public required ImmutableArray<ClaimPathPart> Path { get; init; }

    /// <summary>Gets its labels, one for each language.</summary>
    public ImmutableArray<LocalizedText> Display { get; init; } = [];

    /// <summary>Gets a value indicating whether the issuer must include it.</summary>
    public bool IsMandatory { get; init; }

    /// <summary>Gets whether it is selectively disclosable.</summary>
    public SelectiveDisclosure Disclosure { get; init; }

    internal bool SaysDisplay { get; init; }

    internal bool SaysMandatory { get; init; }

    internal bool SaysDisclosure { get; init; }
}
