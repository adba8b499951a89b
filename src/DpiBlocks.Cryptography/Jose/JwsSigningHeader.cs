using System.Collections.Immutable;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>What is written into the header of a JWS beside its algorithm, which is the signer's.</summary>
public sealed record JwsSigningHeader
{
    /// <summary>Gets the type (<c>typ</c>), such as <c>dc+sd-jwt</c>; null for none, which only standards older than RFC 8725 need.</summary>
    public required string? Type { get; init; }

    /// <summary>Gets the key id (<c>kid</c>): the name of the signer's key unless set.</summary>
    public string? KeyId { get; init; }

    /// <summary>Gets a value indicating whether no key id is written: false unless set.</summary>
    public bool OmitKeyId { get; init; }

    /// <summary>Gets the type of the payload (<c>cty</c>): none unless set.</summary>
    public string? ContentType { get; init; }

    /// <summary>Gets the certificates (<c>x5c</c>), leaf first, DER: none unless set.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Certificates { get; init; } = [];

    /// <summary>Gets what writes further members of the header object, such as <c>jwk</c>: nothing unless set. It must not repeat those above.</summary>
    public Action<Utf8JsonWriter>? WriteMore { get; init; }

    /// <summary>Makes a header with a type and the signer's key id.</summary>
    /// <param name="type">The type, such as <c>statuslist+jwt</c>.</param>
    /// <returns>The header.</returns>
    public static JwsSigningHeader Of(string type) => new() { Type = type };

    internal byte[] ToUtf8(ISigner signer, bool isPayloadUnencoded)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, JoseJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("alg"u8, signer.Algorithm.Jose);
            if (Type is not null)
            {
                writer.WriteString("typ"u8, Type);
            }

            if (!OmitKeyId)
            {
                writer.WriteString("kid"u8, KeyId ?? signer.KeyId.Value);
            }

            if (ContentType is not null)
            {
                writer.WriteString("cty"u8, ContentType);
            }

            WriteCertificates(writer);
            if (isPayloadUnencoded)
            {
                writer.WriteBoolean("b64"u8, false);
                writer.WriteStartArray("crit"u8);
                writer.WriteStringValue("b64"u8);
                writer.WriteEndArray();
            }

            WriteMore?.Invoke(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteCertificates(Utf8JsonWriter writer)
    {
        if (!Certificates.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("x5c"u8);
            foreach (var certificate in Certificates)
            {
                writer.WriteBase64StringValue(certificate.Span);      // RFC 7515, 4.1.6: base64, not base64url
            }

            writer.WriteEndArray();
        }
    }
}
