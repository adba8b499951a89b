using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>An SD-JWT with the disclosures that a holder has chosen, to be sent as it is or with a key binding.</summary>
public sealed class SdJwtPresentation
{
    private static readonly JwsSigningHeader Header = new() { Type = SdJwtNames.KeyBindingType, OmitKeyId = true };

    private readonly SdJwtHash _hash;
    private readonly ReadOnlyMemory<byte> _holderKey;

    internal SdJwtPresentation(byte[] utf8, SdJwtCredential credential)
    {
        Utf8 = utf8;
        IsBound = credential.IsBound;
        _hash = credential.Hash!;
        _holderKey = credential.Registered.HolderKey;
    }

    /// <summary>Gets the text, in ASCII, without a key binding: it ends with a tilde.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Gets a value indicating whether the credential names a holder's key, so that a verifier will want a key binding.</summary>
    public bool IsBound { get; }

    /// <summary>Says whether a key is the holder's, as the credential names it.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it is; false also when the credential names none.</returns>
    public bool IsHolderKey(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return !_holderKey.IsEmpty && Jwk.TryParse(_holderKey, out var jwk, out _) && jwk.Thumbprint == key.Thumbprint;
    }

    /// <summary>Proves to one verifier that the holder's key is held (RFC 9901, 4.3). Whose key it is is not looked at: see <see cref="IsHolderKey"/>.</summary>
    /// <param name="key">The holder's key.</param>
    /// <param name="audience">For whom: the verifier's identifier, exactly as it gave it.</param>
    /// <param name="nonce">The verifier's challenge.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up waiting for the key.</param>
    /// <returns>The presentation with its key binding, in ASCII.</returns>
    public async ValueTask<byte[]> BindAsync(
        ISigner key, string audience, string nonce, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        ArgumentException.ThrowIfNullOrEmpty(nonce);
        ArgumentNullException.ThrowIfNull(time);
        var proof = await Jws.SignAsync(key, Header, Claims(audience, nonce, time.GetUtcNow()), cancellationToken);
        return [.. Utf8.Span, .. proof];
    }

    /// <summary>Gets the text without a key binding.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Encoding.ASCII.GetString(Utf8.Span);

    private byte[] Claims(string audience, string nonce, DateTimeOffset at)
    {
        Span<byte> digest = stackalloc byte[SdJwtHash.LongestDigest];
        _hash.Compute(Utf8.Span, digest);
        using var buffer = new PooledBuffer(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("iat"u8, at.ToUnixTimeSeconds());
            writer.WriteString("aud"u8, audience);
            writer.WriteString("nonce"u8, nonce);
            writer.WriteString("sd_hash"u8, StrictBase64Url.EncodeToUtf8(digest[.._hash.Length]));
            writer.WriteEndObject();
        }

        return buffer.Written.ToArray();
    }
}
