namespace RightToWork;

/// <summary>What a verifier hands out before a presentation: who it is, and a number used once.</summary>
internal sealed record Challenge(string Audience, string Nonce);
