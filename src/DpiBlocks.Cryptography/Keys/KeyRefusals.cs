namespace DpiBlocks.Cryptography;

/// <summary>The refusals of <see cref="KeyRefusalCodes"/>. None says what was in the key.</summary>
internal static class KeyRefusals
{
    public static Refusal Malformed { get; } = new(KeyRefusalCodes.Malformed, "The key has not the form of a key.");

    public static Refusal InvalidPoint { get; } = new(KeyRefusalCodes.InvalidPoint, "The key is not a valid point of its curve.");

    public static Refusal Weak { get; } = new(KeyRefusalCodes.Weak, "The key is too weak to be used.");

    public static Refusal UseViolation { get; } = new(KeyRefusalCodes.UseViolation, "The key says of itself that it must not be used so.");

    public static Refusal PrivateInPublicSet { get; } =
        new(KeyRefusalCodes.PrivateInPublicSet, "A private or secret key is where only public keys may be.");

    public static Refusal DuplicateKeyId { get; } = new(KeyRefusalCodes.DuplicateKeyId, "Two keys of the set have the same key id.");

    public static Refusal KeySize { get; } = new(KeyRefusalCodes.KeySize, "The key has not the length that its algorithm demands.");

    public static Refusal Unsupported { get; } = new(KeyRefusalCodes.Unsupported, "The key is of a kind or on a curve that is not known here.");

    public static Refusal PairMismatch { get; } = new(KeyRefusalCodes.PairMismatch, "The private half of the key does not belong to its public half.");

    public static Refusal Multikey { get; } = new(KeyRefusalCodes.Multikey, "The text is not a multikey.");

    /// <summary>Says where in the key it was.</summary>
    public static Refusal At(this Refusal refusal, string location) => refusal with { Location = location };
}
