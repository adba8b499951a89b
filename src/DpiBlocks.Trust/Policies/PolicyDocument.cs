using System.Collections.Immutable;

namespace DpiBlocks.Trust;

/// <summary>A policy file: who may do what, by which keys.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Environment">The world it is about.</param>
/// <param name="ValidFrom">From when it holds, included; null for always.</param>
/// <param name="ValidUntil">Until when it holds, not included; null for always.</param>
/// <param name="Issuers">The parties.</param>
internal sealed record PolicyDocument(
    string Name,
    string Version,
    TrustEnvironment Environment,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidUntil,
    ImmutableArray<PolicyIssuer> Issuers);
