using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>What is written into the protected header of a JWE beside what the encryption itself needs.</summary>
public sealed record JweEncryptionHeader
{
    /// <summary>Gets the header with nothing more.</summary>
    public static JweEncryptionHeader None { get; } = new();

    /// <summary>Gets the type (<c>typ</c>): none unless set.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the type of the content (<c>cty</c>): none unless set. For a nested JWT it is <c>JWT</c> (RFC 7519, 5.2).</summary>
    public string? ContentType { get; init; }

    /// <summary>Gets what the sender says of itself for the key derivation (<c>apu</c>): nothing unless set.</summary>
    public ReadOnlyMemory<byte> PartyUInfo { get; init; }

    /// <summary>Gets what the sender says of the recipient for the key derivation (<c>apv</c>): nothing unless set.</summary>
    public ReadOnlyMemory<byte> PartyVInfo { get; init; }

    /// <summary>Gets what writes further members of the header object: nothing unless set. It must not repeat those above.</summary>
    public Action<Utf8JsonWriter>? WriteMore { get; init; }

    /// <summary>Writes the header in base64url.</summary>
    /// <param name="encryption">The encryption.</param>
    /// <param name="recipient">The one recipient; null where the recipients have headers of their own.</param>
    /// <param name="ephemeral">The one recipient's ephemeral key.</param>
    internal byte[] Encode(ContentEncryption encryption, JweRecipient? recipient, EncryptionKey? ephemeral)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, JoseJson.WriterOptions))
        {
            writer.WriteStartObject();
            if (recipient is not null)
            {
                WriteRecipient(writer, recipient, ephemeral);
            }

            writer.WriteString("enc"u8, encryption.Jose);
            WriteText(writer, "typ"u8, Type);
            WriteText(writer, "cty"u8, ContentType);
            WriteMore?.Invoke(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToUtf8(buffer.WrittenSpan);
    }

    internal void WriteRecipient(Utf8JsonWriter writer, JweRecipient recipient, EncryptionKey? ephemeral)
    {
        writer.WriteString("alg"u8, recipient.Algorithm.Jose);
        WriteText(writer, "kid"u8, recipient.KeyId);
        if (ephemeral is not null)
        {
            writer.WritePropertyName("epk"u8);
            Jwk.From(ephemeral).WriteTo(writer);
            WriteBytes(writer, "apu"u8, PartyUInfo);
            WriteBytes(writer, "apv"u8, PartyVInfo);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteBytes(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            writer.WriteString(name, Base64Url.EncodeToUtf8(bytes.Span));
        }
    }
}
