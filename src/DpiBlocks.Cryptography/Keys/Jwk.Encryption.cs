using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography;

/// <content>The key as one to encrypt to.</content>
public sealed partial class Jwk
{
    private EncryptionKey? _encryption;

    private bool Encrypts { get; init; }

    /// <summary>Gets the key to encrypt to, by key agreement or RSA-OAEP; null when it must not or cannot be used so.</summary>
    public EncryptionKey? EncryptionKey
    {
        get
        {
            // Most keys are never used so. Two threads may both make it: they make equal ones.
            if (Encrypts && _encryption is null && EncryptionKey.TryCreate(_material, out var made, out _))
            {
                _encryption = made;
            }

            return Encrypts ? _encryption : null;
        }
    }

    /// <summary>Makes the JWK of a key to encrypt to, such as an ephemeral one (<c>epk</c>).</summary>
    /// <param name="key">The key.</param>
    /// <param name="keyId">Its name, <c>kid</c>, if it shall have one.</param>
    /// <param name="algorithm">The one algorithm it is meant for, <c>alg</c>, if it shall name one.</param>
    /// <returns>The JWK.</returns>
    public static Jwk From(EncryptionKey key, string? keyId = null, string? algorithm = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new Jwk(JwkMembers.Of(key.KeyType, key.Curve, keyId, algorithm), key.Material, key.Thumbprint) { Encrypts = true, _encryption = key };
    }

    /// <summary>Gets the key to encrypt to, or why it must not be used so.</summary>
    /// <param name="key">The key.</param>
    /// <param name="refusal">Why not: <see cref="KeyRefusalCodes.UseViolation"/>.</param>
    /// <returns>Whether it may.</returns>
    public bool TryGetEncryptionKey([NotNullWhen(true)] out EncryptionKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = EncryptionKey;
        refusal = key is null ? KeyRefusals.UseViolation : null;
        return key is not null;
    }
}
