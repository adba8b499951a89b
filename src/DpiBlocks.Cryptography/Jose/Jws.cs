using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>A JWS in the form it must have, whose signature has not been checked: see <see cref="SignatureVerifier"/>.</summary>
/// <remarks>RFC 7515. Its parts are parts of the bytes that came, which must not change while it is in use.</remarks>
public sealed partial class Jws
{
    private const byte Dot = (byte)'.';

    private Jws(JoseHeader header, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> signingInput, ReadOnlyMemory<byte> signature) =>
        (Header, Payload, SigningInput, Signature) = (header, payload, signingInput, signature);

    /// <summary>Gets the header.</summary>
    public JoseHeader Header { get; }

    /// <summary>Gets the payload, decoded.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Gets the signed bytes, as they came (RFC 7515, 5.2, step 8).</summary>
    public ReadOnlyMemory<byte> SigningInput { get; }

    /// <summary>Gets the signature, decoded; for ECDSA r and s.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Reads the compact serialization (RFC 7515, 7.1). Never throws for any bytes.</summary>
    /// <param name="compact">The three parts, in ASCII.</param>
    /// <param name="profile">What it must look like.</param>
    /// <param name="jws">The JWS, of which nothing is verified yet.</param>
    /// <param name="refusal">Why not: one of <see cref="JoseRefusalCodes"/>, <see cref="EncodingRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it has the form that the profile demands.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> compact, JwsProfile profile, [NotNullWhen(true)] out Jws? jws, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(profile);
        jws = null;
        if (!TrySplit(compact, profile, out var first, out var second, out refusal)
            || !TryReadHeader(compact[..first], profile, out var header, out refusal)
            || !TryDecode(compact[(second + 1)..], out var signature, out refusal))
        {
            return false;
        }

        var part = compact[(first + 1)..second];
        if (header.IsPayloadUnencoded)
        {
            // RFC 7797, 5.2: only what can be told apart from the dots, and printed.
            if (part.Span.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
            {
                refusal = JoseRefusals.UnencodedPayload;
                return false;
            }

            jws = new Jws(header, part, compact[..second], signature);
            return true;
        }

        jws = TryDecode(part, out var payload, out refusal) ? new Jws(header, payload, compact[..second], signature) : null;
        return jws is not null;
    }

    /// <summary>Makes of it what a <see cref="SignatureVerifier"/> checks.</summary>
    /// <param name="profile">What is signed, as a media type; it chooses the certificate profile.</param>
    /// <param name="issuer">Who the payload says has signed.</param>
    /// <param name="signedAt">When the payload says it was signed.</param>
    /// <returns>The message. Nothing in it is trusted.</returns>
    public SignedMessage ToSignedMessage(string profile, string? issuer, DateTimeOffset? signedAt) =>
        new(
            new KeyReference { Profile = profile, Issuer = issuer, KeyId = Header.KeyIdUtf8, Certificates = Header.Certificates, SignedAt = signedAt },
            Header.Algorithm,
            SigningInput,
            Signature);

    // The dots are found one by one, and what lies behind a third is looked at only to say what came: the input is never split.
    private static bool TrySplit(ReadOnlyMemory<byte> compact, JwsProfile profile, out int first, out int second, [NotNullWhen(false)] out Refusal? refusal)
    {
        var text = compact.Span;
        refusal = JoseRefusals.Malformed;
        second = -1;
        first = text.IndexOf(Dot);
        if (first <= 0 || text[0] == '{')
        {
            return false;
        }

        var length = text[(first + 1)..].IndexOf(Dot);
        second = first + 1 + length;
        if (length < 0 || second + 1 == text.Length)
        {
            return false;
        }

        var isLong = text.Length > profile.Limits.MaxBytes;
        if (text[(second + 1)..].Contains(Dot))
        {
            refusal = isLong ? JoseRefusals.Malformed : ManyParts(compact[..first]);
            return false;
        }

        refusal = isLong ? JoseRefusals.TooLarge : null;
        return refusal is null;
    }

    // Says of a message with more parts what it is: a JWE, or a JWS whose payload is unencoded and has a dot in it (RFC 7797, 5.2).
    private static Refusal ManyParts(ReadOnlyMemory<byte> part)
    {
        if (!StrictBase64Url.TryDecode(part.Span, out var utf8) || !StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out _))
        {
            return JoseRefusals.Malformed;
        }

        using (document)
        {
            var header = document.RootElement;
            return header.ValueKind is not JsonValueKind.Object ? JoseRefusals.Malformed
                : header.TryGetProperty("enc"u8, out _) ? JoseRefusals.NotSigned
                : header.TryGetProperty("b64"u8, out var b64) && b64.ValueKind is JsonValueKind.False ? JoseRefusals.UnencodedPayload
                : JoseRefusals.Malformed;
        }
    }

    private static bool TryReadHeader(
        ReadOnlyMemory<byte> part, JwsProfile profile, [NotNullWhen(true)] out JoseHeader? header, [NotNullWhen(false)] out Refusal? refusal)
    {
        header = null;
        return TryDecode(part, out var utf8, out refusal) && JoseHeaderReader.TryRead(utf8, profile, out header, out refusal);
    }

    private static bool TryDecode(ReadOnlyMemory<byte> part, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = StrictBase64Url.TryDecode(part.Span, out bytes) ? null : JoseRefusals.Base64Url;
        return bytes is not null;
    }
}
