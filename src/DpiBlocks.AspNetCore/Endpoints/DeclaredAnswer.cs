using System.Collections.Immutable;

namespace DpiBlocks.AspNetCore.Endpoints;

/// <summary>Stands on an endpoint: in which media types it answers under one status.</summary>
internal sealed record DeclaredAnswer(int Status, ImmutableArray<string> MediaTypes);
