using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent;

/// <summary>A consent in a dialect, as its consent manager has signed it. Nothing of it is verified yet: see <see cref="DialectVerifier"/>.</summary>
public sealed class SignedConsentDetail
{
    // ReBIT's consents have no type. Other messages of an Account Aggregator are signed with the same key, but their payload is no consent detail.
    private static readonly JwsProfile ReBitProfile = new() { Types = ["JOSE", "JWT"], AllowMissingType = true, AllowUnencodedPayload = true };

    private readonly Func<PartyId, DateTimeOffset, SignedMessage> _toSignedMessage;

    private SignedConsentDetail(ReadOnlyMemory<byte> detail, Func<PartyId, DateTimeOffset, SignedMessage> toSignedMessage) =>
        (Detail, _toSignedMessage) = (detail, toSignedMessage);

    /// <summary>Gets the consent detail, byte for byte as it came.</summary>
    public ReadOnlyMemory<byte> Detail { get; }

    /// <summary>Reads ReBIT's <c>signedConsent</c>: a compact JWS over the consent detail. Never throws for any bytes.</summary>
    /// <remarks>
    /// The published example says that its payload is not encoded (<c>b64</c>: false, RFC 7797) and encodes it all the same. What is signed are the same
    /// bytes either way, so it is read like that too; a payload that is truly unencoded cannot stand in a compact JWS, since times have dots.
    /// </remarks>
    /// <param name="compact">The JWS, in ASCII, which must not change while it is in use.</param>
    /// <param name="envelope">The signed detail.</param>
    /// <param name="refusal">Why not: one of <see cref="JoseRefusalCodes"/>, <see cref="EncodingRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it has that form.</returns>
    public static bool TryParseReBit(
        ReadOnlyMemory<byte> compact, [NotNullWhen(true)] out SignedConsentDetail? envelope, [NotNullWhen(false)] out Refusal? refusal)
    {
        envelope = null;
        if (!Jws.TryParse(compact, ReBitProfile, out var jws, out refusal))
        {
            return false;
        }

        var detail = jws.Payload;
        if (jws.Header.IsPayloadUnencoded)
        {
            if (!StrictBase64Url.TryDecode(jws.Payload.Span, out var decoded))
            {
                refusal = new Refusal(EncodingRefusalCodes.Base64Url, "The payload is not base64url.");
                return false;
            }

            detail = decoded;
        }

        envelope = new SignedConsentDetail(detail, (signer, at) => jws.ToSignedMessage("rebit-consent", signer.Value, at));
        return true;
    }

    /// <summary>Reads ABDM's <c>consentDetail</c> with the <c>signature</c> beside it: of a consent artefact, or of a notification of one. Never throws for any bytes.</summary>
    /// <param name="utf8">The object that has both, as JSON.</param>
    /// <param name="envelope">The signed detail.</param>
    /// <param name="refusal">Why not: <see cref="ConsentRefusalCodes.Malformed"/>, <see cref="ConsentRefusalCodes.NotActive"/> when it says that it is not granted, or one of the JSON.</param>
    /// <returns>Whether it has that form.</returns>
    public static bool TryParseAbdm(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out SignedConsentDetail? envelope, [NotNullWhen(false)] out Refusal? refusal)
    {
        envelope = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            var reader = new MemberReader(document.RootElement);
            var id = reader.Object("consentDetail").Text("consentId");
            if (reader.Has("consentId") && reader.Text("consentId") != id)
            {
                reader.Refuse("consentId");
            }

            if (!StrictBase64.TryDecode(reader.Text("signature"), out var signature))
            {
                reader.Refuse("signature");
            }

            if (reader.Has("status") && reader.Text("status") is not "GRANTED")
            {
                reader.Refuse(new Refusal(ConsentRefusalCodes.NotActive, "The consent is not granted."));
            }

            refusal = reader.Refusal;
            if (refusal is null)
            {
                ReadOnlyMemory<byte> detail = JsonMarshal.GetRawUtf8Value(document.RootElement.GetProperty("consentDetail")).ToArray();
                envelope = new SignedConsentDetail(detail, (signer, at) =>
                    new SignedMessage(new KeyReference { Profile = "abdm-consent", Issuer = signer.Value, SignedAt = at }, SignatureAlgorithm.Rs256, detail, signature));
            }
        }

        return envelope is not null;
    }

    /// <summary>Signs a consent detail as ReBIT's <c>signedConsent</c>: a compact JWS, its payload encoded as in RFC 7515.</summary>
    /// <param name="detail">The detail, from <see cref="ConsentDialect.TryExport"/>.</param>
    /// <param name="signer">The key of the Account Aggregator.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The JWS, in ASCII.</returns>
    public static ValueTask<byte[]> SignReBitAsync(ReadOnlyMemory<byte> detail, ISigner signer, CancellationToken cancellationToken = default) =>
        Jws.SignAsync(signer, new JwsSigningHeader { Type = null }, detail, cancellationToken);

    /// <summary>Signs a consent detail as ABDM's consent artefact: the detail as it is, and a signature of its bytes beside it.</summary>
    /// <param name="detail">The detail, from <see cref="ConsentDialect.TryExport"/>.</param>
    /// <param name="signer">The RSA key of the consent manager (RS256).</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The object with <c>status</c>, <c>consentDetail</c> and <c>signature</c>, as JSON.</returns>
    /// <exception cref="ArgumentException">The key is for another algorithm.</exception>
    public static async ValueTask<byte[]> SignAbdmAsync(ReadOnlyMemory<byte> detail, ISigner signer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if (signer.Algorithm != SignatureAlgorithm.Rs256)
        {
            throw new ArgumentException("The signature of ABDM says no algorithm: it is RS256.", nameof(signer));
        }

        var signature = await signer.SignAsync(detail, cancellationToken);
        return [.. "{\"status\":\"GRANTED\",\"consentDetail\":"u8, .. detail.Span, .. ",\"signature\":\""u8, .. Encoding.ASCII.GetBytes(Convert.ToBase64String(signature)), .. "\"}"u8];
    }

    internal SignedMessage ToSignedMessage(PartyId signer, DateTimeOffset at) => _toSignedMessage(signer, at);
}
