using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;

namespace DpiBlocks.Cryptography;

/// <summary>Reads and writes public keys as X.509 holds them (RFC 5280, 4.1.2.7; RFC 3279; RFC 5480; RFC 8410; RFC 9881).</summary>
internal static class SubjectPublicKeyInfo
{
    public const string EcOid = "1.2.840.10045.2.1";
    public const string RsaOid = "1.2.840.113549.1.1.1";
    public const string Ed25519Oid = "1.3.101.112";

    private const string PssOid = "1.2.840.113549.1.1.10";
    private const string X25519Oid = "1.3.101.110";

    private static readonly (string Oid, SignatureAlgorithm Algorithm)[] MlDsaOids =
    [
        ("2.16.840.1.101.3.4.3.17", SignatureAlgorithm.MlDsa44),
        ("2.16.840.1.101.3.4.3.18", SignatureAlgorithm.MlDsa65),
        ("2.16.840.1.101.3.4.3.19", SignatureAlgorithm.MlDsa87),
    ];

    /// <summary>Reads the values of a key, and the algorithms that its identifier leaves it (empty: all of its kind).</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> der,
        [NotNullWhen(true)] out KeyMaterial? material,
        out ImmutableArray<SignatureAlgorithm> algorithms,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        (material, algorithms, refusal) = (null, [], KeyRefusals.Malformed);
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var reader = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var identifier = reader.ReadSequence();
            var key = reader.ReadBitString(out var unused);
            reader.ThrowIfNotEmpty();
            if (unused != 0)
            {
                return false;
            }

            var oid = identifier.ReadObjectIdentifier();
            material = Read(oid, identifier, key, ref algorithms, ref refusal);
        }
        catch (AsnContentException)
        {
            material = null;
        }

        refusal = material is null ? refusal : null;
        return material is not null;
    }

    /// <summary>Writes the key.</summary>
    public static byte[] Write(KeyMaterial material)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                WriteIdentifier(writer, material);
            }

            writer.WriteBitString(material.KeyType switch
            {
                KeyMaterial.Ec => [4, .. material.First, .. material.Second],
                KeyMaterial.Rsa => Pkcs1PublicKey.Write(material),
                _ => material.First,
            });
        }

        return writer.Encode();
    }

    /// <summary>The curve of an identifier's parameters (RFC 5480, 2.1.1): a named one, never one that is spelt out (CVE-2020-0601).</summary>
    public static EllipticCurve? CurveOf(AsnReader parameters)
    {
        if (!parameters.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier))
        {
            return null;
        }

        var oid = parameters.ReadObjectIdentifier();
        parameters.ThrowIfNotEmpty();
        return Array.Find(EllipticCurve.All, candidate => string.Equals(candidate.Oid, oid, StringComparison.Ordinal));
    }

    public static SignatureAlgorithm? MlDsaOf(string oid) =>
        Array.Find(MlDsaOids, entry => string.Equals(entry.Oid, oid, StringComparison.Ordinal)).Algorithm;

    private static void WriteIdentifier(AsnWriter writer, KeyMaterial material)
    {
        if (material.KeyType is KeyMaterial.Rsa)
        {
            writer.WriteObjectIdentifier(RsaOid);
            writer.WriteNull();
        }
        else if (EllipticCurve.TryFromName(material.Parameter, out var curve))
        {
            writer.WriteObjectIdentifier(EcOid);
            writer.WriteObjectIdentifier(curve.Oid);
        }
        else if (material.KeyType is KeyMaterial.Okp)
        {
            writer.WriteObjectIdentifier(material.Parameter is "Ed25519" ? Ed25519Oid : X25519Oid);
        }
        else
        {
            writer.WriteObjectIdentifier(Array.Find(MlDsaOids, entry => entry.Algorithm.Jose == material.Parameter).Oid);
        }
    }

    private static KeyMaterial? Read(
        string oid, AsnReader identifier, byte[] key, ref ImmutableArray<SignatureAlgorithm> algorithms, ref Refusal refusal)
    {
        switch (oid)
        {
            case EcOid:
                return ReadEc(identifier, key, ref refusal);
            case RsaOid:
                // RFC 3279, 2.3.1: the parameters are NULL.
                identifier.ReadNull();
                identifier.ThrowIfNotEmpty();
                return Pkcs1PublicKey.TryRead(key, out var rsa) ? rsa : null;
            case PssOid:
                algorithms = PssParameters.Read(identifier);
                refusal = algorithms.IsEmpty ? KeyRefusals.Unsupported : refusal;
                return !algorithms.IsEmpty && Pkcs1PublicKey.TryRead(key, out var pss) ? pss : null;
            default:
                // RFC 8410, 3, and RFC 9881, 2: no parameters.
                identifier.ThrowIfNotEmpty();
                if (oid is Ed25519Oid or X25519Oid)
                {
                    return KeyMaterial.OfOkp(oid is Ed25519Oid ? "Ed25519" : "X25519", key);
                }

                var algorithm = MlDsaOf(oid);
                refusal = algorithm is null ? KeyRefusals.Unsupported : refusal;
                return algorithm is null ? null : KeyMaterial.OfAkp(algorithm, key);
        }
    }

    private static KeyMaterial? ReadEc(AsnReader identifier, byte[] key, ref Refusal refusal)
    {
        var curve = CurveOf(identifier);
        refusal = curve is null ? KeyRefusals.Unsupported : KeyRefusals.InvalidPoint;
        return curve is not null && EcPoint.TryDecode(curve, key, out var x, out var y) ? new KeyMaterial(KeyMaterial.Ec, curve.Name, x, y) : null;
    }
}
