using System.Security.Cryptography;
using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>The hash functions of <c>_sd_alg</c> (RFC 9901, 4.1.1), by their names in the registry of RFC 6920.</summary>
internal sealed class SdJwtHash
{
    public const int LongestDigest = 64;

    private readonly HashFunction _function;

    private SdJwtHash(string name, int length, HashFunction function)
    {
        Name = name;
        Length = length;
        TextLength = ((length * 4) + 2) / 3;
        _function = function;
    }

    private delegate int HashFunction(ReadOnlySpan<byte> data, Span<byte> destination);

    public static SdJwtHash Sha256 { get; } = new("sha-256", 32, SHA256.HashData);

    public static SdJwtHash Sha384 { get; } = new("sha-384", 48, SHA384.HashData);

    public static SdJwtHash Sha512 { get; } = new("sha-512", 64, SHA512.HashData);

    public string Name { get; }

    /// <summary>Gets the length of a digest in bytes.</summary>
    public int Length { get; }

    /// <summary>Gets the length of its base64url text.</summary>
    public int TextLength { get; }

    /// <summary>Finds the hash function that a payload names; SHA-256 when it names none.</summary>
    public static bool TryFind(JsonElement payload, out SdJwtHash hash)
    {
        hash = Sha256;
        if (!payload.TryGetProperty("_sd_alg"u8, out var name))
        {
            return true;
        }

        if (name.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        // The name is case-sensitive (4.1.1).
        foreach (var candidate in (ReadOnlySpan<SdJwtHash>)[Sha256, Sha384, Sha512])
        {
            if (name.ValueEquals(candidate.Name))
            {
                hash = candidate;
                return true;
            }
        }

        return false;
    }

    public static bool IsKnown(string name) => name is "sha-256" or "sha-384" or "sha-512";

    public void Compute(ReadOnlySpan<byte> data, Span<byte> destination) => _function(data, destination);
}
