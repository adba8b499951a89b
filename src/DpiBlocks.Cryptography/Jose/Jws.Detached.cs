using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography.Jose;

/// <content>A payload that travels apart (RFC 7515, Appendix F; RFC 7797).</content>
public sealed partial class Jws
{
    /// <summary>Reads a compact JWS whose payload travels apart: its middle part is empty. Never throws for any bytes.</summary>
    /// <param name="compact">The header, two dots, and the signature.</param>
    /// <param name="payload">The payload, byte for byte as it came.</param>
    /// <param name="profile">What it must look like; the limits are for the two together.</param>
    /// <param name="jws">The JWS, of which nothing is verified yet.</param>
    /// <param name="refusal">Why not: one of <see cref="JoseRefusalCodes"/>, <see cref="EncodingRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it has the form that the profile demands.</returns>
    public static bool TryParseDetached(
        ReadOnlyMemory<byte> compact,
        ReadOnlyMemory<byte> payload,
        JwsProfile profile,
        [NotNullWhen(true)] out Jws? jws,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(profile);
        jws = null;
        if (!TrySplit(compact, profile, out var first, out var second, out refusal)
            || !TryReadHeader(compact[..first], profile, out var header, out refusal)
            || !TryDecode(compact[(second + 1)..], out var signature, out refusal))
        {
            return false;
        }

        refusal = second != first + 1 ? JoseRefusals.Malformed
            : (long)payload.Length + compact.Length > profile.Limits.MaxBytes ? JoseRefusals.TooLarge
            : null;
        jws = refusal is null ? new Jws(header, payload, SigningInputOf(compact.Span[..first], payload.Span, header.IsPayloadUnencoded), signature) : null;
        return jws is not null;
    }

    private static byte[] SigningInputOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, bool isUnencoded)
    {
        var input = new byte[header.Length + 1 + (isUnencoded ? payload.Length : Base64Url.GetEncodedLength(payload.Length))];
        header.CopyTo(input);
        input[header.Length] = Dot;
        if (isUnencoded)
        {
            payload.CopyTo(input.AsSpan(header.Length + 1));
        }
        else
        {
            Base64Url.EncodeToUtf8(payload, input.AsSpan(header.Length + 1));
        }

        return input;
    }
}
