namespace DpiBlocks.Cryptography;

/// <summary>Why a signature was not accepted. The codes are stable.</summary>
public static class SignatureRefusalCodes
{
    /// <summary>No trusted key answers to what the message says about its key.</summary>
    public const string KeyNotFound = "signature.key_not_found";

    /// <summary>The message names an algorithm that the key must not be used with.</summary>
    public const string AlgorithmKeyMismatch = "signature.algorithm_key_mismatch";

    /// <summary>The signature is not the key's over these bytes.</summary>
    public const string Invalid = "signature.invalid";

    /// <summary>The message speaks for another than the owner of the key.</summary>
    public const string IssuerKeyMismatch = "signature.issuer_key_mismatch";
}
