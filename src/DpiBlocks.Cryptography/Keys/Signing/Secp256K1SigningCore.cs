using System.Security.Cryptography;
using System.Text.Json;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace DpiBlocks.Cryptography;

/// <summary>ECDSA on secp256k1, by BouncyCastle: deterministic (RFC 6979), with the smaller s, which all readers accept.</summary>
internal sealed class Secp256K1SigningCore : SigningCore
{
    private const int ScalarBytes = 32;
    private readonly byte[] _d;

    private Secp256K1SigningCore(byte[] d, Secp256K1Key publicKey) => (_d, PublicKey) = (d, publicKey);

    public override VerificationKey PublicKey { get; }

    public static Secp256K1SigningCore Generate()
    {
        // A draw outside 1 to n - 1 has a chance of about 2^-128: draw again.
        var d = new byte[ScalarBytes];
        Secp256K1SigningCore? core;
        do
        {
            RandomNumberGenerator.Fill(d);
            core = TryImport(d);
        }
        while (core is null);

        return core;
    }

    /// <param name="d">The scalar, which the new object owns from now on.</param>
    public static Secp256K1SigningCore? TryImport(byte[] d)
    {
        var scalar = new BigInteger(1, d);
        if (scalar.SignValue == 0 || scalar.CompareTo(Secp256K1Key.Domain.N) >= 0)
        {
            return null;
        }

        var point = Secp256K1Key.Domain.G.Multiply(scalar).Normalize();
        return Secp256K1Key.TryCreate(point.AffineXCoord.GetEncoded(), point.AffineYCoord.GetEncoded(), out var publicKey)
            ? new Secp256K1SigningCore(d, publicKey)
            : null;
    }

    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        var n = Secp256K1Key.Domain.N;
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(true, new ECPrivateKeyParameters(new BigInteger(1, _d), Secp256K1Key.Domain));
        var parts = signer.GenerateSignature(SHA256.HashData(data));
        var s = parts[1].CompareTo(n.ShiftRight(1)) > 0 ? n.Subtract(parts[1]) : parts[1];
        var signature = new byte[2 * ScalarBytes];
        CopyTo(parts[0], signature.AsSpan(0, ScalarBytes));
        CopyTo(s, signature.AsSpan(ScalarBytes));
        return signature;
    }

    public override void WritePrivate(Utf8JsonWriter writer) => PrivateJwk.WriteSecret(writer, "d"u8, _d);

    public override void Dispose() => CryptographicOperations.ZeroMemory(_d);

    private static void CopyTo(BigInteger value, Span<byte> destination)
    {
        var bytes = value.ToByteArrayUnsigned();
        bytes.CopyTo(destination[^bytes.Length..]);
    }
}
