using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>The hash that is part of an algorithm's name.</summary>
internal static class HashOf
{
    public const int MaxBytes = SHA512.HashSizeInBytes;

    public static HashAlgorithmName Name(SignatureAlgorithm algorithm) => algorithm.Jose.AsSpan()[^3..] switch
    {
        "384" => HashAlgorithmName.SHA384,
        "512" => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    public static int Compute(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> destination) => algorithm.Jose.AsSpan()[^3..] switch
    {
        "384" => SHA384.HashData(data, destination),
        "512" => SHA512.HashData(data, destination),
        _ => SHA256.HashData(data, destination),
    };
}
