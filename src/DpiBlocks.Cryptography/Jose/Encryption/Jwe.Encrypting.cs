using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <content>Encrypting. Content keys, ephemeral keys and initialization vectors are drawn here: no caller can use one twice.</content>
public static partial class Jwe
{
    /// <summary>Encrypts to one recipient and writes the compact serialization (RFC 7516, 7.1).</summary>
    /// <param name="plaintext">The content.</param>
    /// <param name="recipient">The recipient.</param>
    /// <param name="encryption">How the content is encrypted.</param>
    /// <param name="header">What the header says more: nothing unless given.</param>
    /// <returns>The JWE, in ASCII.</returns>
    /// <exception cref="ArgumentException">The recipient's shared secret has another length than the encryption's key.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> plaintext, JweRecipient recipient, ContentEncryption encryption, JweEncryptionHeader? header = null)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(encryption);
        header ??= JweEncryptionHeader.None;
        var sent = recipient.Send(encryption, null, header.PartyUInfo.Span, header.PartyVInfo.Span);
        var encoded = header.Encode(encryption, recipient, sent.Ephemeral);
        var content = EncryptContent(plaintext, sent.ContentKey, encryption, encoded);
        CryptographicOperations.ZeroMemory(sent.ContentKey);
        return
        [
            .. encoded, Dot, .. Base64Url.EncodeToUtf8(sent.EncryptedKey), Dot, .. Base64Url.EncodeToUtf8(content.Iv), Dot,
            .. Base64Url.EncodeToUtf8(content.Ciphertext), Dot, .. Base64Url.EncodeToUtf8(content.Tag),
        ];
    }

    /// <summary>Encrypts to one or more recipients and writes the JSON serialization: flattened for one, general for more (RFC 7516, 7.2).</summary>
    /// <param name="plaintext">The content.</param>
    /// <param name="recipients">The recipients: one to sixteen. The algorithms dir and ECDH-ES allow for one only.</param>
    /// <param name="encryption">How the content is encrypted.</param>
    /// <param name="header">What the header says more: nothing unless given.</param>
    /// <param name="additionalData">Data that is authenticated along with the content, and travels openly: none unless given.</param>
    /// <returns>The JSON, in UTF-8.</returns>
    /// <exception cref="ArgumentException">The number of recipients is wrong, or a shared secret has the wrong length.</exception>
    public static byte[] EncryptJson(
        ReadOnlySpan<byte> plaintext,
        IReadOnlyList<JweRecipient> recipients,
        ContentEncryption encryption,
        JweEncryptionHeader? header = null,
        ReadOnlySpan<byte> additionalData = default)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentNullException.ThrowIfNull(encryption);
        ArgumentOutOfRangeException.ThrowIfZero(recipients.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recipients.Count, JweProfile.Default.MaxRecipients);
        if (recipients.Count > 1 && recipients.Any(recipient => recipient.Algorithm.IsDirect))
        {
            throw new ArgumentException("A content key that follows from one recipient's keys cannot be another's as well.", nameof(recipients));
        }

        header ??= JweEncryptionHeader.None;
        var sent = Send(recipients, encryption, header);
        var encoded = header.Encode(encryption, recipients is [var only] ? only : null, sent[0].Ephemeral);
        var aad = Base64Url.EncodeToUtf8(additionalData);
        var content = EncryptContent(plaintext, sent[0].ContentKey, encryption, aad.Length == 0 ? encoded : [.. encoded, Dot, .. aad]);
        CryptographicOperations.ZeroMemory(sent[0].ContentKey);
        return Write(recipients, header, sent, encoded, aad, content);
    }

    private static JweRecipient.SentKey[] Send(IReadOnlyList<JweRecipient> recipients, ContentEncryption encryption, JweEncryptionHeader header)
    {
        var sent = new JweRecipient.SentKey[recipients.Count];
        for (var i = 0; i < sent.Length; i++)
        {
            sent[i] = recipients[i].Send(encryption, i == 0 ? null : sent[0].ContentKey, header.PartyUInfo.Span, header.PartyVInfo.Span);
        }

        return sent;
    }

    private static JweParts EncryptContent(ReadOnlySpan<byte> plaintext, byte[] contentKey, ContentEncryption encryption, byte[] authenticated)
    {
        var iv = RandomNumberGenerator.GetBytes(encryption.IvBytes);
        var (ciphertext, tag) = encryption.Encrypt(contentKey, iv, plaintext, authenticated);
        return new JweParts(iv, ciphertext, tag, authenticated);
    }

    private static byte[] Write(
        IReadOnlyList<JweRecipient> recipients, JweEncryptionHeader header, JweRecipient.SentKey[] sent, byte[] encoded, byte[] aad, JweParts content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, JoseJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("protected"u8, encoded);
        if (sent is [var only])
        {
            WriteBytes(writer, "encrypted_key"u8, only.EncryptedKey);
        }
        else
        {
            writer.WriteStartArray("recipients"u8);
            for (var i = 0; i < sent.Length; i++)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("header"u8);
                header.WriteRecipient(writer, recipients[i], sent[i].Ephemeral);
                writer.WriteEndObject();
                WriteBytes(writer, "encrypted_key"u8, sent[i].EncryptedKey);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (aad.Length > 0)
        {
            writer.WriteString("aad"u8, aad);
        }

        writer.WriteString("iv"u8, Base64Url.EncodeToUtf8(content.Iv));
        writer.WriteString("ciphertext"u8, Base64Url.EncodeToUtf8(content.Ciphertext));
        writer.WriteString("tag"u8, Base64Url.EncodeToUtf8(content.Tag));
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteBytes(Utf8JsonWriter writer, ReadOnlySpan<byte> name, byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            writer.WriteString(name, Base64Url.EncodeToUtf8(bytes));
        }
    }
}
