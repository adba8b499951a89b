using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;

namespace DpiBlocks.Cryptography;

/// <summary>The RSAPublicKey of RFC 8017, A.1.1.</summary>
internal static class Pkcs1PublicKey
{
    public static bool TryRead(ReadOnlyMemory<byte> der, [NotNullWhen(true)] out KeyMaterial? material)
    {
        material = null;
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var reader = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var n = reader.ReadIntegerBytes().Span;
            var e = reader.ReadIntegerBytes().Span;
            reader.ThrowIfNotEmpty();
            material = IsPositive(n) && IsPositive(e) ? KeyMaterial.OfRsa(n.TrimStart((byte)0), e.TrimStart((byte)0)) : null;
        }
        catch (AsnContentException)
        {
            // not an RSAPublicKey
        }

        return material is not null;
    }

    public static byte[] Write(KeyMaterial material)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(material.First);
            writer.WriteIntegerUnsigned(material.Second);
        }

        return writer.Encode();
    }

    private static bool IsPositive(ReadOnlySpan<byte> integer) => (integer[0] & 0x80) == 0;
}
