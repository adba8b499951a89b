using System.Collections.Immutable;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>How the content key of a JWE reaches its recipient (RFC 7518, 4).</summary>
/// <remarks>
/// Missing on purpose: RSA1_5, whose padding can be probed (RFC 8725, 3.2), RSA-OAEP with SHA-1, the passwords of PBES2, and
/// A128GCMKW with its family, which no profile of this field uses.
/// </remarks>
public sealed class KeyManagementAlgorithm
{
    private KeyManagementAlgorithm(string jose, string keyType, int wrapBytes) => (Jose, KeyType, WrapBytes) = (jose, keyType, wrapBytes);

    /// <summary>Gets ECDH-ES: the agreed secret is the content key (RFC 7518, 4.6; X25519: RFC 8037, 3.2).</summary>
    public static KeyManagementAlgorithm EcdhEs { get; } = new("ECDH-ES", "EC", 0);

    /// <summary>Gets ECDH-ES+A128KW: the agreed secret wraps the content key (RFC 7518, 4.6).</summary>
    public static KeyManagementAlgorithm EcdhEsA128Kw { get; } = new("ECDH-ES+A128KW", "EC", 16);

    /// <summary>Gets ECDH-ES+A192KW: the agreed secret wraps the content key (RFC 7518, 4.6).</summary>
    public static KeyManagementAlgorithm EcdhEsA192Kw { get; } = new("ECDH-ES+A192KW", "EC", 24);

    /// <summary>Gets ECDH-ES+A256KW: the agreed secret wraps the content key (RFC 7518, 4.6).</summary>
    public static KeyManagementAlgorithm EcdhEsA256Kw { get; } = new("ECDH-ES+A256KW", "EC", 32);

    /// <summary>Gets RSA-OAEP-256: RSAES-OAEP with SHA-256 (RFC 7518, 4.3).</summary>
    public static KeyManagementAlgorithm RsaOaep256 { get; } = new("RSA-OAEP-256", "RSA", 0);

    /// <summary>Gets dir: a secret shared beforehand is the content key (RFC 7518, 4.5).</summary>
    public static KeyManagementAlgorithm Direct { get; } = new("dir", "oct", 0);

    /// <summary>Gets A128KW: a secret of 16 bytes shared beforehand wraps the content key (RFC 7518, 4.4).</summary>
    public static KeyManagementAlgorithm A128Kw { get; } = new("A128KW", "oct", 16);

    /// <summary>Gets A192KW: a secret of 24 bytes shared beforehand wraps the content key (RFC 7518, 4.4).</summary>
    public static KeyManagementAlgorithm A192Kw { get; } = new("A192KW", "oct", 24);

    /// <summary>Gets A256KW: a secret of 32 bytes shared beforehand wraps the content key (RFC 7518, 4.4).</summary>
    public static KeyManagementAlgorithm A256Kw { get; } = new("A256KW", "oct", 32);

    /// <summary>Gets every algorithm the library knows.</summary>
    public static ImmutableArray<KeyManagementAlgorithm> All { get; } =
        [EcdhEs, EcdhEsA128Kw, EcdhEsA192Kw, EcdhEsA256Kw, RsaOaep256, Direct, A128Kw, A192Kw, A256Kw];

    /// <summary>Gets its JOSE name (<c>alg</c>).</summary>
    public string Jose { get; }

    /// <summary>Whether it agrees on a secret by an ephemeral key.</summary>
    internal bool IsAgreement => KeyType is "EC";

    /// <summary>Whether the content key is not drawn but follows from the keys, so that there can be one recipient only and there is no encrypted key.</summary>
    internal bool IsDirect => WrapBytes == 0 && this != RsaOaep256;

    /// <summary>The length of the key that AES Key Wrap is used with; zero where it is not.</summary>
    internal int WrapBytes { get; }

    private string KeyType { get; }

    /// <inheritdoc/>
    public override string ToString() => Jose;

    /// <summary>Whether a key is of the kind the algorithm needs.</summary>
    internal bool Takes(string keyType) => string.Equals(keyType is "OKP" ? "EC" : keyType, KeyType, StringComparison.Ordinal);

    /// <summary>Whether a key may be used with the algorithm; a shared secret may name the content encryption instead (RFC 7520, 5.6).</summary>
    internal bool Takes(DecryptionKey key, ContentEncryption encryption) =>
        Takes(key.KeyType)
        && (key.Algorithm is null
            || string.Equals(key.Algorithm, Jose, StringComparison.Ordinal)
            || (this == Direct && string.Equals(key.Algorithm, encryption.Jose, StringComparison.Ordinal)));
}
