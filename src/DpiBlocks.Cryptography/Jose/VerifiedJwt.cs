namespace DpiBlocks.Cryptography.Jose;

/// <summary>A JWT that was verified. Only a <see cref="JwtVerifier"/> makes it.</summary>
public sealed class VerifiedJwt
{
    internal VerifiedJwt(JoseHeader header, ReadOnlyMemory<byte> payload, JwtClaims claims, ResolvedKey key) =>
        (Header, Payload, Claims, Key) = (header, payload, claims, key);

    /// <summary>Gets its header.</summary>
    public JoseHeader Header { get; }

    /// <summary>Gets its payload: a JSON object that was read strictly.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Gets its registered claims.</summary>
    public JwtClaims Claims { get; }

    /// <summary>Gets the key it was signed with, and whose that is.</summary>
    public ResolvedKey Key { get; }
}
