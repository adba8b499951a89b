namespace DpiBlocks.Cryptography.Jose;

/// <summary>Whose signatures on a JWS in JSON count. There is no "any of them": one good signature among bad ones proves nothing about the rest.</summary>
public sealed class JwsSigners
{
    private JwsSigners(string? keyId) => KeyId = keyId;

    /// <summary>Gets the demand that every signature there is must be right.</summary>
    public static JwsSigners All { get; } = new(null);

    /// <summary>Makes the demand that the one signature with a key id must be right; the others are not looked at.</summary>
    /// <param name="keyId">The key id (<c>kid</c>).</param>
    /// <returns>The demand.</returns>
    public static JwsSigners Named(string keyId)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        return new JwsSigners(keyId);
    }

    internal string? KeyId { get; }
}
