using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace DpiBlocks.Cryptography;

/// <summary>X25519 (RFC 7748), by BouncyCastle, which is handed the scalar each time and keeps none.</summary>
internal sealed class X25519AgreementCore : AgreementCore
{
    public const string CurveName = "X25519";

    private readonly byte[] _scalar;

    private X25519AgreementCore(byte[] scalar)
    {
        _scalar = scalar;
        Span<byte> point = stackalloc byte[X25519.PointSize];
        X25519.GeneratePublicKey(scalar, point);
        PublicKey = EncryptionKey.TryCreate(KeyMaterial.OfOkp(CurveName, point), out var made, out _)
            ? made
            : throw new CryptographicException("The scalar gives no valid point.");
    }

    public override EncryptionKey PublicKey { get; }

    public static X25519AgreementCore Generate() => new(RandomNumberGenerator.GetBytes(X25519.ScalarSize));

    /// <param name="scalar">The scalar, which the new object owns from now on.</param>
    public static X25519AgreementCore? TryImport(byte[] scalar) => scalar.Length == X25519.ScalarSize ? new X25519AgreementCore(scalar) : null;

    public override bool TryAgree(EncryptionKey other, [NotNullWhen(true)] out byte[]? secret)
    {
        // RFC 7748, 6.1, and RFC 8037, 3.2: a result of zeros comes from a point of small order, and is refused.
        secret = new byte[X25519.PointSize];
        if (X25519.CalculateAgreement(_scalar, other.X25519, secret))
        {
            return true;
        }

        secret = null;
        return false;
    }

    public override void WritePrivate(Utf8JsonWriter writer) => PrivateJwk.WriteSecret(writer, "d"u8, _scalar);

    public override void Dispose() => CryptographicOperations.ZeroMemory(_scalar);
}
