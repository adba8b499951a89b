using System.Text;

namespace DpiBlocks.Trust;

/// <summary>A key that was stated as trusted, and what it is called.</summary>
/// <param name="Key">The key.</param>
/// <param name="Names">What a key id may call it; none when any may, because nobody named it.</param>
/// <param name="Framework">By what it is bound: one of <see cref="KeyBinding"/>.</param>
internal sealed record PoolKey(VerificationKey Key, IReadOnlyList<string> Names, string Framework)
{
    /// <summary>The name under which evidence tells of it.</summary>
    public string Anchor { get; } = "jwk:" + Key.Thumbprint;

    public static PoolKey Of(VerificationKey key, string? keyId = null) =>
        new(key, keyId is null ? [] : [NameOf(Encoding.UTF8.GetBytes(keyId)), NameOf(Encoding.UTF8.GetBytes(key.Thumbprint.ToString()))], KeyBinding.BareKey);

    public static PoolKey Of(DidSigningKey key) =>
        new(key.Key, [.. key.Names.Select(name => NameOf(Encoding.UTF8.GetBytes(name)))], key.Framework);

    /// <summary>A key id as a look-up key: each byte one character.</summary>
    public static string NameOf(ReadOnlySpan<byte> keyId) => Encoding.Latin1.GetString(keyId);
}
