using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <content>Signing.</content>
public sealed partial class JwsJson
{
    /// <summary>Signs a payload and writes the flattened serialization (RFC 7515, 7.2.2). Everything in its header is signed.</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="header">What the header says beside the algorithm.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The JSON, in UTF-8.</returns>
    public static async ValueTask<byte[]> SignAsync(
        ISigner signer, JwsSigningHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        var compact = await Jws.SignAsync(signer, header, payload, cancellationToken);
        return Write(writer =>
        {
            writer.WriteString("payload"u8, Base64Url.EncodeToUtf8(payload.Span));
            WriteSignature(writer, compact);
        });
    }

    /// <summary>Signs a payload by several signers and writes the general serialization (RFC 7515, 7.2.1).</summary>
    /// <param name="signers">The signers, each with what its header says beside the algorithm: one to sixteen.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Gives up waiting for the signers.</param>
    /// <returns>The JSON, in UTF-8.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no signer, or there are more than can be read again.</exception>
    public static async ValueTask<byte[]> SignAsync(
        IReadOnlyList<(ISigner Signer, JwsSigningHeader Header)> signers, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signers);
        ArgumentOutOfRangeException.ThrowIfZero(signers.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signers.Count, MostSignatures);
        var signatures = new List<byte[]>(signers.Count);
        foreach (var (signer, header) in signers)
        {
            signatures.Add(await Jws.SignAsync(signer, header, payload, cancellationToken));
        }

        return Write(writer =>
        {
            writer.WriteString("payload"u8, Base64Url.EncodeToUtf8(payload.Span));
            writer.WriteStartArray("signatures"u8);
            foreach (var compact in signatures)
            {
                writer.WriteStartObject();
                WriteSignature(writer, compact);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static void WriteSignature(Utf8JsonWriter writer, ReadOnlySpan<byte> compact)
    {
        writer.WriteString("protected"u8, compact[..compact.IndexOf((byte)'.')]);
        writer.WriteString("signature"u8, compact[(compact.LastIndexOf((byte)'.') + 1)..]);
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, JoseJson.WriterOptions))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
