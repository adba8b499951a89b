using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>Reads private keys as PKCS#8 holds them (RFC 5958; RFC 5915 for EC; RFC 8410 for Ed25519; RFC 9881 for ML-DSA).</summary>
internal static class Pkcs8
{
    /// <summary>Reads the key, and what it signs with.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> der,
        SignatureAlgorithm? wanted,
        [NotNullWhen(true)] out SigningCore? core,
        [NotNullWhen(true)] out SignatureAlgorithm? algorithm,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        (core, algorithm, refusal) = (null, wanted, KeyRefusals.Malformed);
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var reader = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            if (!reader.TryReadInt32(out var version) || version is not (0 or 1))
            {
                return false;
            }

            var identifier = reader.ReadSequence();
            var oid = identifier.ReadObjectIdentifier();
            var key = reader.ReadOctetString();
            (core, var own) = Read(oid, identifier, key, der, wanted, ref refusal);
            algorithm = own;
            CryptographicOperations.ZeroMemory(key);
            if (core is not null && !HasSamePublicKey(reader, (ImportedKey)core.PublicKey))
            {
                core.Dispose();
                (core, refusal) = (null, KeyRefusals.PairMismatch);
            }
        }
        catch (AsnContentException)
        {
            core = null;
        }
        catch (CryptographicException)
        {
            core = null;
        }

        if (core is not null && wanted is not null && wanted != algorithm)
        {
            core.Dispose();
            (core, refusal) = (null, KeyRefusals.UseViolation);
        }

        refusal = core is null ? refusal : null;
        return core is not null && algorithm is not null;
    }

    private static (SigningCore? Core, SignatureAlgorithm? Algorithm) Read(
        string oid, AsnReader identifier, byte[] key, ReadOnlyMemory<byte> der, SignatureAlgorithm? wanted, ref Refusal? refusal)
    {
        switch (oid)
        {
            case SubjectPublicKeyInfo.EcOid:
                var curve = SubjectPublicKeyInfo.CurveOf(identifier);
                refusal = curve is null ? KeyRefusals.Unsupported : refusal;
                return curve is null ? (null, null) : (ReadEc(curve, key, ref refusal), curve.Algorithm);
            case SubjectPublicKeyInfo.RsaOid:
                if (wanted is null || !RsaKey.AllAlgorithms.Contains(wanted))
                {
                    refusal = KeyRefusals.UseViolation;
                    return (null, null);
                }

                return (ReadRsa(der, wanted, ref refusal), wanted);
            case SubjectPublicKeyInfo.Ed25519Oid:
                // RFC 8410, 7: an octet string within the octet string.
                identifier.ThrowIfNotEmpty();
                var seed = ReadWhole(key, Asn1Tag.PrimitiveOctetString);
                return (seed.Length == 32 ? new Ed25519SigningCore(seed) : null, SignatureAlgorithm.Ed25519);
            default:
                var mlDsa = SubjectPublicKeyInfo.MlDsaOf(oid);
                if (mlDsa is null)
                {
                    refusal = KeyRefusals.Unsupported;
                    return (null, null);
                }

                // RFC 9881, 6: of the three forms the one with the seed alone, from which all else follows.
                identifier.ThrowIfNotEmpty();
                return (MlDsaSigningCore.TryImport(mlDsa, ReadWhole(key, new Asn1Tag(TagClass.ContextSpecific, 0))), mlDsa);
        }
    }

    private static SigningCore? ReadEc(EllipticCurve curve, byte[] key, ref Refusal? refusal)
    {
        var outer = new AsnReader(key, AsnEncodingRules.DER);
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (!reader.TryReadInt32(out var version) || version != 1)
        {
            return null;
        }

        var d = reader.ReadOctetString();
        if (d.Length != curve.CoordinateBytes)
        {
            return null;
        }

        SigningCore? core = curve == EllipticCurve.Secp256K1 ? Secp256K1SigningCore.TryImport(d) : EcSigningCore.TryImport(curve, d);
        if (core is not Secp256K1SigningCore)
        {
            CryptographicOperations.ZeroMemory(d);
        }

        // RFC 5915, 3: the curve again, and the public half.
        var curveTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(curveTag) && SubjectPublicKeyInfo.CurveOf(reader.ReadSequence(curveTag)) != curve)
        {
            core?.Dispose();
            return null;
        }

        var pointTag = new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true);
        if (core is not null && reader.HasData && reader.PeekTag().HasSameClassAndValue(pointTag)
            && !(EcPoint.TryDecode(curve, reader.ReadSequence(pointTag).ReadBitString(out _), out var x, out var y)
                && ((ImportedKey)core.PublicKey).Material.IsSameAs(new KeyMaterial(KeyMaterial.Ec, curve.Name, x, y))))
        {
            core.Dispose();
            refusal = KeyRefusals.PairMismatch;
            return null;
        }

        return core;
    }

    private static RsaSigningCore? ReadRsa(ReadOnlyMemory<byte> der, SignatureAlgorithm algorithm, ref Refusal? refusal)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(der.Span, out _);
        var parameters = rsa.ExportParameters(includePrivateParameters: true);
        var core = RsaSigningCore.TryImport(algorithm, parameters, out refusal);
        PrivateJwk.Clear(parameters);
        return core;
    }

    // RFC 5958, 2: attributes, and the public key again, may follow. EC has it inside (RFC 5915).
    private static bool HasSamePublicKey(AsnReader reader, ImportedKey key)
    {
        var attributes = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(attributes))
        {
            reader.ReadEncodedValue();
        }

        var publicKey = new Asn1Tag(TagClass.ContextSpecific, 1);
        return !reader.HasData || key.Material.KeyType is KeyMaterial.Ec or KeyMaterial.Rsa
            || CryptographicOperations.FixedTimeEquals(reader.ReadBitString(out _, publicKey), key.Material.First);
    }

    private static byte[] ReadWhole(byte[] key, Asn1Tag tag)
    {
        var reader = new AsnReader(key, AsnEncodingRules.DER);
        var bytes = reader.ReadOctetString(tag);
        reader.ThrowIfNotEmpty();
        return bytes;
    }
}
