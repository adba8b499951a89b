namespace DpiBlocks.Credentials;

/// <summary>How the look at the holder ended, when it did not end in a refusal.</summary>
/// <param name="Binding">What was found.</param>
/// <param name="Key">The holder's key, when it was proved.</param>
/// <param name="SignedAt">When the holder says the proof was made.</param>
internal readonly record struct HolderProof(HolderBinding Binding, VerificationKey? Key = null, DateTimeOffset? SignedAt = null);
