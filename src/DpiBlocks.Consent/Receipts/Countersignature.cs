namespace DpiBlocks.Consent;

/// <summary>What the other party signs.</summary>
/// <param name="Receipt">The SHA-256 of the receipt with its first signature.</param>
/// <param name="By">Who signs.</param>
/// <param name="At">When.</param>
public sealed record Countersignature(Digest Receipt, PartyId By, DateTimeOffset At);
