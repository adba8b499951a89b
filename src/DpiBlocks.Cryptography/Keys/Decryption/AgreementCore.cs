using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>The private half of a key for key agreement.</summary>
internal abstract class AgreementCore : IDisposable
{
    public abstract EncryptionKey PublicKey { get; }

    public static AgreementCore Generate(string curve)
    {
        if (curve is X25519AgreementCore.CurveName)
        {
            return X25519AgreementCore.Generate();
        }

        return EllipticCurve.TryFromName(curve, out var named) && named != EllipticCurve.Secp256K1
            ? EcAgreementCore.Generate(named)
            : throw new ArgumentException("There is no key agreement on this curve here.", nameof(curve));
    }

    public abstract bool TryAgree(EncryptionKey other, [NotNullWhen(true)] out byte[]? secret);

    public abstract void WritePrivate(Utf8JsonWriter writer);

    public abstract void Dispose();
}
