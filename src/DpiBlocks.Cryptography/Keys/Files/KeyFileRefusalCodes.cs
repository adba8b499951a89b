namespace DpiBlocks.Cryptography;

/// <summary>Why a file with a private key was not read. The codes are stable.</summary>
public static class KeyFileRefusalCodes
{
    /// <summary>Others than its owner may read or write it.</summary>
    public const string Exposed = "key_file.exposed";

    /// <summary>It is a symbolic link, whose target somebody else may choose.</summary>
    public const string Link = "key_file.link";

    /// <summary>It is longer than any private key, 64 KiB.</summary>
    public const string TooLarge = "key_file.too_large";
}
