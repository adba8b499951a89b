using System.Formats.Cbor;
using System.Text;

namespace DpiBlocks.Cryptography.Cose;

/// <content>Signing.</content>
public sealed partial class CoseSign1
{
    /// <summary>Signs a payload.</summary>
    /// <param name="signer">The signer, whose algorithm is named in the protected header.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="signing">What else the message says: the signer's key id and the tag 18 unless given.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The message.</returns>
    public static async ValueTask<byte[]> SignAsync(
        ISigner signer, ReadOnlyMemory<byte> payload, CoseSigning? signing = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        signing ??= new CoseSigning();
        if (signing.CwtTag && !signing.Tag)
        {
            throw new ArgumentException("The tag of CWT stands before that of COSE_Sign1, never alone (RFC 8392, 6).", nameof(signing));
        }

        var protectedHeader = EncodeHeader(signer, signing);
        var input = SigStructure.Encode(protectedHeader, signing.ExternalAad.Span, payload.Span);
        var signature = await signer.SignAsync(input, cancellationToken);
        return Encode(protectedHeader, payload.Span, signature, signing);
    }

    private static byte[] EncodeHeader(ISigner signer, CoseSigning signing)
    {
        var keyId = signing.KeyId ?? Encoding.UTF8.GetBytes(signer.KeyId.Value);
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(
            1 + (signing.ContentType is null ? 0 : 1) + (keyId.IsEmpty ? 0 : 1) + (signing.Type is null ? 0 : 1) + (signing.Certificates.IsDefaultOrEmpty ? 0 : 1));
        writer.WriteInt64(CoseLabels.Algorithm);
        writer.WriteInt32(signer.Algorithm.Cose);
        if (signing.ContentType is { } contentType)
        {
            writer.WriteInt64(CoseLabels.ContentType);
            writer.WriteTextString(contentType);
        }

        if (!keyId.IsEmpty)
        {
            writer.WriteInt64(CoseLabels.KeyId);
            writer.WriteByteString(keyId.Span);
        }

        if (signing.Type is { } type)
        {
            writer.WriteInt64(CoseLabels.Type);
            writer.WriteTextString(type);
        }

        if (!signing.Certificates.IsDefaultOrEmpty)
        {
            writer.WriteInt64(CoseLabels.X5Chain);
            WriteCertificates(writer, signing);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    // RFC 9360, 2: one certificate is a byte string, more are an array.
    private static void WriteCertificates(CborWriter writer, CoseSigning signing)
    {
        if (signing.Certificates is [var only])
        {
            writer.WriteByteString(only.Span);
            return;
        }

        writer.WriteStartArray(signing.Certificates.Length);
        foreach (var certificate in signing.Certificates)
        {
            writer.WriteByteString(certificate.Span);
        }

        writer.WriteEndArray();
    }

    private static byte[] Encode(byte[] protectedHeader, ReadOnlySpan<byte> payload, byte[] signature, CoseSigning signing)
    {
        var writer = new CborWriter(
            CborConformanceMode.Canonical, initialCapacity: protectedHeader.Length + payload.Length + signature.Length + 32);
        if (signing.CwtTag)
        {
            writer.WriteTag((CborTag)CoseLabels.CwtTag);
        }

        if (signing.Tag)
        {
            writer.WriteTag((CborTag)CoseLabels.Sign1Tag);
        }

        writer.WriteStartArray(4);
        writer.WriteByteString(protectedHeader);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        if (signing.Detached)
        {
            writer.WriteNull();
        }
        else
        {
            writer.WriteByteString(payload);
        }

        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
