using System.Formats.Cbor;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>The bytes that are signed (RFC 9052, 4.4).</summary>
internal static class SigStructure
{
    private const byte EmptyMap = 0xA0;
    private const int MostOverhead = 40;

    /// <summary>Encodes <c>["Signature1", protected, external AAD, payload]</c>.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> externalAad, ReadOnlySpan<byte> payload)
    {
        // RFC 9052, 4.4: an empty protected map enters as an empty string, however it came.
        if (protectedHeader is [EmptyMap])
        {
            protectedHeader = [];
        }

        var writer = new CborWriter(
            CborConformanceMode.Canonical, initialCapacity: protectedHeader.Length + externalAad.Length + payload.Length + MostOverhead);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedHeader);
        writer.WriteByteString(externalAad);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
