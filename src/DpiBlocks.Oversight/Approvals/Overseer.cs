namespace DpiBlocks.Oversight;

/// <summary>Somebody who may agree to sensitive operations, with the key that was registered beforehand.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="Key">The key.</param>
public sealed record Overseer(PartyId Id, VerificationKey Key);
