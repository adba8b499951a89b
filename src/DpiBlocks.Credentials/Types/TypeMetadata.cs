using System.Collections.Immutable;

namespace DpiBlocks.Credentials;

/// <summary>What is known of a credential type, with all that it inherits (SD-JWT VC, 4). It says nothing of who may issue it.</summary>
public sealed record TypeMetadata
{
    /// <summary>Gets the type and those that it extends, the most specific first.</summary>
    public required ImmutableArray<string> Types { get; init; }

    /// <summary>Gets the name for developers.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the description for developers.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the names for people, one for each language: its own, or else those it inherits (4.5.2).</summary>
    public ImmutableArray<LocalizedText> Display { get; init; } = [];

    /// <summary>Gets what it says of claims, inherited and own put together (4.6.5).</summary>
    public ImmutableArray<ClaimMetadata> Claims { get; init; } = [];
}
