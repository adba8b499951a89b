namespace DpiBlocks.Cryptography.Jose;

/// <summary>The refusals of JWE.</summary>
internal static class JweRefusals
{
    public static readonly Refusal Malformed = new(JoseRefusalCodes.EncryptedMalformed, "The encrypted message has not the form that is expected.");

    public static readonly Refusal AlgorithmNotAllowed =
        new(JoseRefusalCodes.KeyManagementNotAllowed, "The encrypted message names an algorithm that is not allowed here.") { Location = "alg" };

    public static readonly Refusal EncryptionNotAllowed =
        new(JoseRefusalCodes.EncryptionNotAllowed, "The encrypted message names an encryption that is not allowed here.") { Location = "enc" };

    public static readonly Refusal ZipDisabled =
        new(JoseRefusalCodes.ZipDisabled, "The content is compressed, which is not accepted.") { Location = "zip" };

    public static readonly Refusal DecryptionFailed =
        new(JoseRefusalCodes.DecryptionFailed, "The encrypted message could not be decrypted.");

    public static readonly Refusal KeyNotFound =
        new(JoseRefusalCodes.RecipientNotFound, "The encrypted message is not meant for any of the keys at hand.");

    public static readonly Refusal TooManyRecipients =
        new(JoseRefusalCodes.TooManyRecipients, "The encrypted message has more recipients than are allowed.");

    public static readonly Refusal AlgorithmKeyMismatch =
        new(JoseRefusalCodes.AlgorithmKeyMismatch, "The key must not be used with the algorithm that the message names.");

    public static readonly Refusal InvalidEphemeralKey =
        new(KeyRefusalCodes.InvalidPoint, "The ephemeral key is not a valid point of the curve of the recipient's key.") { Location = "epk" };

    public static readonly Refusal KeySize =
        new(KeyRefusalCodes.KeySize, "The key has not the length that the algorithm or the encryption demands.");
}
