namespace DpiBlocks.AspNetCore.Endpoints;

/// <summary>Stands on an endpoint that must know who asks, and so cannot be open to everyone.</summary>
/// <param name="Consequence">What would happen otherwise.</param>
internal sealed record KnownClientDemand(string Consequence);
