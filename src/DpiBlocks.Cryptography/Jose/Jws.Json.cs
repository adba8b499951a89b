using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography.Jose;

/// <content>One signature of the JSON serialization.</content>
public sealed partial class Jws
{
    internal static bool TryMake(
        JoseHeader header, ReadOnlySpan<byte> encodedHeader, JwsJson.Content payload, string signatureText, out Jws? jws, [NotNullWhen(false)] out Refusal? refusal)
    {
        jws = null;
        refusal = JoseRefusals.Base64Url;
        if (!StrictBase64Url.TryDecode(signatureText, out var signature))
        {
            return false;
        }

        // What is in the JSON is base64url text, or with b64 set to false the payload itself (RFC 7797, 3).
        var isEncodedText = payload.IsText && !header.IsPayloadUnencoded;
        var content = payload.Bytes;
        if (isEncodedText)
        {
            if (!StrictBase64Url.TryDecode(content.Span, out var decoded))
            {
                return false;
            }

            content = decoded;
        }

        var input = SigningInputOf(encodedHeader, payload.Bytes.Span, isUnencoded: isEncodedText || header.IsPayloadUnencoded);
        jws = new Jws(header, content, input, signature);
        refusal = null;
        return true;
    }
}
