using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography;

/// <summary>The bytes of a multikey: a number that names the kind, as a shortest varint, and the key.</summary>
internal static class MultikeyCodec
{
    // The multicodec table, https://github.com/multiformats/multicodec
    private const int Secp256K1 = 0xe7;
    private const int X25519 = 0xec;
    private const int Ed25519 = 0xed;
    private const int P256 = 0x1200;
    private const int P384 = 0x1201;
    private const int P521 = 0x1202;
    private const int Rsa = 0x1205;
    private const int MlDsa44 = 0x1210;
    private const int MlDsa65 = 0x1211;
    private const int MlDsa87 = 0x1212;

    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out KeyMaterial? material)
    {
        material = null;
        if (!TryReadNumber(bytes, out var number, out var length))
        {
            return false;
        }

        var key = bytes[length..];
        material = number switch
        {
            Ed25519 => key.Length == 32 ? KeyMaterial.OfOkp("Ed25519", key) : null,
            X25519 => key.Length == 32 ? KeyMaterial.OfOkp("X25519", key) : null,
            Secp256K1 => Point(EllipticCurve.Secp256K1, key),
            P256 => Point(EllipticCurve.P256, key),
            P384 => Point(EllipticCurve.P384, key),
            P521 => Point(EllipticCurve.P521, key),
            Rsa => Pkcs1PublicKey.TryRead(key.ToArray(), out var rsa) ? rsa : null,
            MlDsa44 => key.Length == 1312 ? KeyMaterial.OfAkp(SignatureAlgorithm.MlDsa44, key) : null,
            MlDsa65 => key.Length == 1952 ? KeyMaterial.OfAkp(SignatureAlgorithm.MlDsa65, key) : null,
            MlDsa87 => key.Length == 2592 ? KeyMaterial.OfAkp(SignatureAlgorithm.MlDsa87, key) : null,
            _ => null,
        };
        return material is not null;
    }

    public static byte[] Encode(KeyMaterial material)
    {
        var number = (material.KeyType, material.Parameter) switch
        {
            (KeyMaterial.Rsa, _) => Rsa,
            (_, "Ed25519") => Ed25519,
            (_, "X25519") => X25519,
            (_, "secp256k1") => Secp256K1,
            (_, "P-256") => P256,
            (_, "P-384") => P384,
            (_, "P-521") => P521,
            (_, "ML-DSA-44") => MlDsa44,
            (_, "ML-DSA-65") => MlDsa65,
            _ => MlDsa87,
        };
        var key = material.KeyType switch
        {
            KeyMaterial.Ec => EcPoint.Compress(material.First, material.Second),
            KeyMaterial.Rsa => Pkcs1PublicKey.Write(material),
            _ => material.First,
        };

        // All the numbers lie between 2^7 and 2^14: two bytes.
        return [(byte)((number & 0x7f) | 0x80), (byte)(number >> 7), .. key];
    }

    // Only compressed points (W3C Controlled Identifiers, 2.2.2): one text for one key.
    private static KeyMaterial? Point(EllipticCurve curve, ReadOnlySpan<byte> key) =>
        key is [2 or 3, ..] && EcPoint.TryDecode(curve, key, out var x, out var y) ? new KeyMaterial(KeyMaterial.Ec, curve.Name, x, y) : null;

    private static bool TryReadNumber(ReadOnlySpan<byte> bytes, out int number, out int length)
    {
        number = 0;
        for (length = 0; length < bytes.Length && length < 4; length++)
        {
            var value = bytes[length];
            number |= (value & 0x7f) << (7 * length);
            if (value < 0x80)
            {
                length++;
                return value != 0;       // a last byte of 0 makes it longer than need be
            }
        }

        return false;
    }
}
