using System.Formats.Cbor;

namespace DpiBlocks.Cryptography.Cose;

/// <content>Writing.</content>
public sealed partial class CoseKey
{
    /// <summary>Makes the COSE form of a key.</summary>
    /// <param name="key">The key, as <see cref="VerificationKeys"/> made it.</param>
    /// <param name="keyId">Its name; empty for none.</param>
    /// <returns>The COSE key.</returns>
    /// <exception cref="ArgumentException">The key does not tell its values.</exception>
    public static CoseKey From(VerificationKey key, ReadOnlyMemory<byte> keyId = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key is ImportedKey ? new CoseKey(key, keyId) : throw new ArgumentException("The key does not tell its values.", nameof(key));
    }

    /// <summary>Writes the key in the deterministic encoding (RFC 8949, 4.2.1), an EC2 key with the whole of y.</summary>
    /// <returns>The bytes.</returns>
    public byte[] Encode()
    {
        var material = ((ImportedKey)VerificationKey).Material;
        var isRsa = material.KeyType is KeyMaterial.Rsa;
        var isAkp = material.KeyType is KeyMaterial.Akp;
        var writer = new CborWriter(CborConformanceMode.Strict, convertIndefiniteLengthEncodings: true);
        writer.WriteStartMap(null);
        Write(writer, CoseKeyLabels.KeyType, material.KeyType switch
        {
            KeyMaterial.Ec => CoseKeyLabels.Ec2,
            KeyMaterial.Okp => CoseKeyLabels.Okp,
            KeyMaterial.Rsa => CoseKeyLabels.Rsa,
            _ => CoseKeyLabels.Akp,
        });
        if (!KeyId.IsEmpty)
        {
            Write(writer, CoseKeyLabels.KeyId, KeyId.Span);
        }

        // The curve of the others names the algorithm.
        if (isAkp || (isRsa && VerificationKey.Algorithms.Length == 1))
        {
            Write(writer, CoseKeyLabels.Algorithm, VerificationKey.Algorithms[0].Cose);
        }

        if (isRsa || isAkp)
        {
            Write(writer, CoseKeyLabels.First, material.First);
            WriteIfAny(writer, CoseKeyLabels.Second, material.Second);
        }
        else
        {
            Write(writer, CoseKeyLabels.First, EllipticCurve.TryFromName(material.Parameter, out var curve) ? curve.Cose : CoseKeyLabels.Ed25519);
            Write(writer, CoseKeyLabels.Second, material.First);
            WriteIfAny(writer, CoseKeyLabels.Third, material.Second);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    private static void Write(CborWriter writer, long label, long value)
    {
        writer.WriteInt64(label);
        writer.WriteInt64(value);
    }

    private static void Write(CborWriter writer, long label, ReadOnlySpan<byte> value)
    {
        writer.WriteInt64(label);
        writer.WriteByteString(value);
    }

    private static void WriteIfAny(CborWriter writer, long label, byte[] value)
    {
        if (value.Length > 0)
        {
            Write(writer, label, value);
        }
    }
}
