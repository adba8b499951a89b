namespace DpiBlocks.Cryptography.Jose;

/// <summary>What was in a JWE. That it could be decrypted proves nothing about who wrote it: anybody can encrypt to a public key.</summary>
public sealed class DecryptedJwe
{
    internal DecryptedJwe(JweHeader header, byte[] plaintext) => (Header, Plaintext) = (header, plaintext);

    /// <summary>Gets its header, for the recipient whose key decrypted it.</summary>
    public JweHeader Header { get; }

    /// <summary>Gets the content.</summary>
    public ReadOnlyMemory<byte> Plaintext { get; }

    /// <summary>Gets the additional data that was authenticated along with it (<c>aad</c>); empty when there was none.</summary>
    public ReadOnlyMemory<byte> AdditionalData { get; internal init; }
}
