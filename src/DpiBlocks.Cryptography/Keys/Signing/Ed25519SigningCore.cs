using System.Security.Cryptography;
using System.Text.Json;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace DpiBlocks.Cryptography;

/// <summary>Ed25519, by BouncyCastle, which is handed the seed for each signature and keeps none.</summary>
internal sealed class Ed25519SigningCore : SigningCore
{
    private readonly byte[] _seed;
    private readonly byte[] _public = new byte[Ed25519.PublicKeySize];

    /// <param name="seed">The 32 bytes of RFC 8032, 5.1.5, which this object owns from now on.</param>
    public Ed25519SigningCore(byte[] seed)
    {
        _seed = seed;
        Ed25519.GeneratePublicKey(seed, _public);
        PublicKey = Ed25519Key.TryCreate(_public, out var made) ? made : throw new CryptographicException("The seed gives no valid key.");
    }

    public override VerificationKey PublicKey { get; }

    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        var signature = new byte[Ed25519.SignatureSize];

        // An array in the second place would be taken for a context (Ed25519ctx).
        Ed25519.Sign(_seed, _public.AsSpan(), data, signature);
        return signature;
    }

    public override void WritePrivate(Utf8JsonWriter writer) => PrivateJwk.WriteSecret(writer, "d"u8, _seed);

    public override void Dispose() => CryptographicOperations.ZeroMemory(_seed);
}
