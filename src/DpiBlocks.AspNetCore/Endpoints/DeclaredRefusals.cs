using System.Collections.Immutable;

namespace DpiBlocks.AspNetCore.Endpoints;

/// <summary>Stands on an endpoint: with which codes it refuses under one status.</summary>
internal sealed record DeclaredRefusals(int Status, ImmutableArray<string> Codes);
