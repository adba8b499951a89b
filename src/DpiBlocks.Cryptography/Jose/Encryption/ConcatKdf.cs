using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>The key derivation of ECDH-ES: the one-step function of NIST SP 800-56A with SHA-256 (RFC 7518, 4.6.2).</summary>
internal static class ConcatKdf
{
    /// <summary>Derives a key.</summary>
    /// <param name="secret">The agreed secret, Z.</param>
    /// <param name="algorithm">What the key is for: <c>enc</c> where it is the content key, otherwise <c>alg</c>.</param>
    /// <param name="partyU">What <c>apu</c> says, decoded.</param>
    /// <param name="partyV">What <c>apv</c> says, decoded.</param>
    /// <param name="length">The length of the key, in bytes.</param>
    public static byte[] Derive(ReadOnlySpan<byte> secret, string algorithm, ReadOnlySpan<byte> partyU, ReadOnlySpan<byte> partyV, int length)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var key = new byte[length];
        for (var (round, written) = (1, 0); written < length; round++, written += hash.Length)
        {
            AppendNumber(sha, round);
            sha.AppendData(secret);
            AppendWithLength(sha, Encoding.ASCII.GetBytes(algorithm));
            AppendWithLength(sha, partyU);
            AppendWithLength(sha, partyV);
            AppendNumber(sha, length * 8);
            sha.GetHashAndReset(hash);
            hash[..Math.Min(hash.Length, length - written)].CopyTo(key.AsSpan(written));
        }

        CryptographicOperations.ZeroMemory(hash);
        return key;
    }

    private static void AppendWithLength(IncrementalHash sha, ReadOnlySpan<byte> data)
    {
        AppendNumber(sha, data.Length);
        sha.AppendData(data);
    }

    private static void AppendNumber(IncrementalHash sha, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        sha.AppendData(bytes);
    }
}
