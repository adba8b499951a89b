using System.Collections.Immutable;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>How the content of a JWE is encrypted and authenticated (RFC 7518, 5).</summary>
public sealed class ContentEncryption
{
    private readonly HashAlgorithmName? _hash;

    private ContentEncryption(string jose, int keyBytes, HashAlgorithmName? hash) => (Jose, KeyBytes, _hash) = (jose, keyBytes, hash);

    /// <summary>Gets AES in Galois/Counter Mode with a key of 128 bits (RFC 7518, 5.3).</summary>
    public static ContentEncryption A128Gcm { get; } = new("A128GCM", 16, null);

    /// <summary>Gets AES in Galois/Counter Mode with a key of 192 bits (RFC 7518, 5.3).</summary>
    public static ContentEncryption A192Gcm { get; } = new("A192GCM", 24, null);

    /// <summary>Gets AES in Galois/Counter Mode with a key of 256 bits (RFC 7518, 5.3).</summary>
    public static ContentEncryption A256Gcm { get; } = new("A256GCM", 32, null);

    /// <summary>Gets AES-128 in CBC mode with HMAC SHA-256 (RFC 7518, 5.2.3).</summary>
    public static ContentEncryption A128CbcHs256 { get; } = new("A128CBC-HS256", 32, HashAlgorithmName.SHA256);

    /// <summary>Gets AES-192 in CBC mode with HMAC SHA-384 (RFC 7518, 5.2.4).</summary>
    public static ContentEncryption A192CbcHs384 { get; } = new("A192CBC-HS384", 48, HashAlgorithmName.SHA384);

    /// <summary>Gets AES-256 in CBC mode with HMAC SHA-512 (RFC 7518, 5.2.5).</summary>
    public static ContentEncryption A256CbcHs512 { get; } = new("A256CBC-HS512", 64, HashAlgorithmName.SHA512);

    /// <summary>Gets every encryption the library knows.</summary>
    public static ImmutableArray<ContentEncryption> All { get; } = [A128Gcm, A192Gcm, A256Gcm, A128CbcHs256, A192CbcHs384, A256CbcHs512];

    /// <summary>Gets its JOSE name (<c>enc</c>).</summary>
    public string Jose { get; }

    /// <summary>Gets the length of its key, in bytes.</summary>
    public int KeyBytes { get; }

    internal int IvBytes => _hash is null ? AesGcm.NonceByteSizes.MinSize : 16;

    internal int TagBytes => _hash is null ? AesGcm.TagByteSizes.MaxSize : KeyBytes / 2;

    /// <inheritdoc/>
    public override string ToString() => Jose;

    /// <summary>Whether the parts have lengths that this encryption can have made.</summary>
    internal bool HasForm(int iv, int ciphertext, int tag) =>
        iv == IvBytes && tag == TagBytes && (_hash is null || (ciphertext > 0 && ciphertext % AesCbcHmac.BlockBytes == 0));

    internal (byte[] Ciphertext, byte[] Tag) Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> aad)
    {
        if (_hash is { } hash)
        {
            return AesCbcHmac.Encrypt(key, iv, plaintext, aad, hash);
        }

        var (ciphertext, tag) = (new byte[plaintext.Length], new byte[TagBytes]);
        using var gcm = new AesGcm(key, TagBytes);
        gcm.Encrypt(iv, plaintext, ciphertext, tag, aad);
        return (ciphertext, tag);
    }

    /// <summary>Decrypts parts that have the right form; null when they are not authentic, and there is one way to fail.</summary>
    internal byte[]? Decrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> aad)
    {
        if (_hash is { } hash)
        {
            return AesCbcHmac.Decrypt(key, iv, ciphertext, tag, aad, hash);
        }

        var plaintext = new byte[ciphertext.Length];
        using var gcm = new AesGcm(key, TagBytes);
        try
        {
            gcm.Decrypt(iv, ciphertext, tag, plaintext, aad);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
