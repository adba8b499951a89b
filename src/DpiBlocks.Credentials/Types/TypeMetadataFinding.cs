using System.Collections.Immutable;

namespace DpiBlocks.Credentials;

/// <summary>What a look for type metadata found.</summary>
/// <param name="Checks">How the look went, with its sources.</param>
/// <param name="Metadata">The metadata; null when a check failed or could not be made.</param>
public sealed record TypeMetadataFinding(ImmutableArray<Check> Checks, TypeMetadata? Metadata);
