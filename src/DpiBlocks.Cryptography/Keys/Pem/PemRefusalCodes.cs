namespace DpiBlocks.Cryptography;

/// <summary>Why a text was not accepted as PEM. The codes are stable.</summary>
public static class PemRefusalCodes
{
    /// <summary>It is not the textual encoding of RFC 7468, or holds something else than was asked for.</summary>
    public const string Malformed = "pem.malformed";

    /// <summary>It is longer than the limit.</summary>
    public const string TooLarge = "pem.too_large";
}
