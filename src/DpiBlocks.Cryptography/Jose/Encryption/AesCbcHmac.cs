using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>AES in CBC mode, then HMAC over everything, with half of it as tag (RFC 7518, 5.2.2).</summary>
internal static class AesCbcHmac
{
    public const int BlockBytes = 16;

    public static (byte[] Ciphertext, byte[] Tag) Encrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> aad, HashAlgorithmName hash)
    {
        using var aes = Aes.Create();
        aes.SetKey(key[(key.Length / 2)..]);
        var ciphertext = aes.EncryptCbc(plaintext, iv);
        return (ciphertext, Tag(key[..(key.Length / 2)], iv, ciphertext, aad, hash));
    }

    public static byte[]? Decrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> aad, HashAlgorithmName hash)
    {
        // RFC 7518, 5.2.2.2: the tag first; nothing of a forgery is decrypted, so that its padding tells nothing.
        if (!CryptographicOperations.FixedTimeEquals(tag, Tag(key[..(key.Length / 2)], iv, ciphertext, aad, hash)))
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.SetKey(key[(key.Length / 2)..]);
        try
        {
            return aes.DecryptCbc(ciphertext, iv);
        }
        catch (CryptographicException)
        {
            return null;      // bad padding under a right tag: whoever has the key wrote it so
        }
    }

    private static byte[] Tag(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> aad, HashAlgorithmName hash)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(length, aad.Length * 8L);
        using var hmac = IncrementalHash.CreateHMAC(hash, key);
        hmac.AppendData(aad);
        hmac.AppendData(iv);
        hmac.AppendData(ciphertext);
        hmac.AppendData(length);
        return hmac.GetHashAndReset()[..key.Length];
    }
}
