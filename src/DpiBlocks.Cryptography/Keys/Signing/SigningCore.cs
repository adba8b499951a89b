using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>The private half of a <see cref="SigningKey"/>.</summary>
internal abstract class SigningCore : IDisposable
{
    public abstract VerificationKey PublicKey { get; }

    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>Writes the private members of the JWK.</summary>
    public abstract void WritePrivate(Utf8JsonWriter writer);

    public abstract void Dispose();
}
