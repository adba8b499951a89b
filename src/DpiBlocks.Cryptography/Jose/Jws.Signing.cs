using System.Buffers.Text;

namespace DpiBlocks.Cryptography.Jose;

/// <content>Signing.</content>
public sealed partial class Jws
{
    /// <summary>Signs a payload and writes the compact serialization (RFC 7515, 5.1 and 7.1).</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="header">What the header says beside the algorithm.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The JWS, in ASCII.</returns>
    public static async ValueTask<byte[]> SignAsync(
        ISigner signer, JwsSigningHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(header);
        var input = SigningInputOf(Base64Url.EncodeToUtf8(header.ToUtf8(signer, isPayloadUnencoded: false)), payload.Span, isUnencoded: false);
        var signature = await signer.SignAsync(input, cancellationToken);
        return Append(input, signature);
    }

    /// <summary>Signs a payload that travels apart (RFC 7515, Appendix F).</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="header">What the header says beside the algorithm.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="isPayloadUnencoded">Whether the payload is signed as it is, and not its base64url text (RFC 7797).</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The JWS without its payload, in ASCII.</returns>
    public static async ValueTask<byte[]> SignDetachedAsync(
        ISigner signer,
        JwsSigningHeader header,
        ReadOnlyMemory<byte> payload,
        bool isPayloadUnencoded = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(header);
        var encoded = Base64Url.EncodeToUtf8(header.ToUtf8(signer, isPayloadUnencoded));
        var signature = await signer.SignAsync(SigningInputOf(encoded, payload.Span, isPayloadUnencoded), cancellationToken);
        return Append([.. encoded, Dot], signature);
    }

    private static byte[] Append(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        var compact = new byte[input.Length + 1 + Base64Url.GetEncodedLength(signature.Length)];
        input.CopyTo(compact);
        compact[input.Length] = Dot;
        Base64Url.EncodeToUtf8(signature, compact.AsSpan(input.Length + 1));
        return compact;
    }
}
