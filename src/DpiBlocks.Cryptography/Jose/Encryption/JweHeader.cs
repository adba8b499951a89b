namespace DpiBlocks.Cryptography.Jose;

/// <summary>The header of a JWE for one recipient (RFC 7516, 4). After decryption its protected part is authentic, but says nothing about who wrote it.</summary>
public sealed class JweHeader
{
    internal JweHeader(ReadOnlyMemory<byte> utf8, KeyManagementAlgorithm algorithm, ContentEncryption encryption) =>
        (Utf8, Algorithm, Encryption) = (utf8, algorithm, encryption);

    /// <summary>Gets the JSON text of the protected header; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Gets how the content key reaches the recipient.</summary>
    public KeyManagementAlgorithm Algorithm { get; }

    /// <summary>Gets how the content is encrypted.</summary>
    public ContentEncryption Encryption { get; }

    /// <summary>Gets the recipient's key id; null when there is none.</summary>
    public string? KeyId { get; internal set; }

    /// <summary>Gets the type of the whole (<c>typ</c>); null when there is none.</summary>
    public string? Type { get; internal set; }

    /// <summary>Gets the type of the content (<c>cty</c>); null when there is none.</summary>
    public string? ContentType { get; internal set; }

    /// <summary>Gets what the sender says of itself for the key derivation (<c>apu</c>), decoded.</summary>
    public ReadOnlyMemory<byte> PartyUInfo { get; internal set; }

    /// <summary>Gets what the sender says of the recipient for the key derivation (<c>apv</c>), decoded.</summary>
    public ReadOnlyMemory<byte> PartyVInfo { get; internal set; }

    internal EncryptionKey? Ephemeral { get; set; }
}
