using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>A health certificate, as the QR code of the EU Digital COVID Certificate holds it: read, and not verified.</summary>
/// <remarks>
/// eHealth Network, Electronic Health Certificate Specification. A CBOR Web Token, signed with COSE, compressed, as text. It is bound to
/// nobody: whoever has the picture has the certificate, so the person must be matched by name and date of birth with a document.
/// </remarks>
public sealed partial class HcertCredential : Credential
{
    private static readonly Refusal NoContent = new(HcertRefusalCodes.Payload, "The health certificate holds no EU Digital COVID Certificate that can be read.");

    private readonly CoseSign1 _message;
    private readonly CwtClaims _claims;
    private readonly ReadOnlyMemory<byte>? _json;
    private readonly Refusal? _problem;
    private readonly string _type = DccTypes.Unknown;

    private HcertCredential(ReadOnlyMemory<byte> presented, CoseSign1 message, CwtClaims claims)
        : base(CredentialFormats.Hcert, presented)
    {
        (_message, _claims) = (message, claims);
        _json = claims.TryGet(HcertNames.HealthCertificateClaim, out var certificates) && certificates.TryGet(HcertNames.EuDcc, out var content)
            ? HcertJson.FromCbor(content)
            : null;
        _problem = NoContent;
        if (_json is { } json)
        {
            var element = JsonElement.Parse(json.Span);
            _type = DccTypes.Of(element);
            Payload = DccPayload.TryRead(element, out var payload, out _problem) ? payload : null;
            Types = payload is null ? [] : [_type];
        }
    }

    /// <inheritdoc/>
    /// <remarks>The country, ISO 3166-1 alpha-2, as far as issuers follow the specification.</remarks>
    public override string? Issuer => _claims.Issuer;

    /// <inheritdoc/>
    /// <remarks>One of <see cref="DccTypes"/>; empty when the content does not follow its schema.</remarks>
    public override ImmutableArray<string> Types { get; } = [];

    /// <inheritdoc/>
    public override ValidityPeriod Validity => _claims.Validity;

    /// <summary>Gets the content, unverified; null when it does not follow its schema, and the certificate will be refused.</summary>
    public DccPayload? Payload { get; }

    /// <summary>Gets the key id: the protected one, or else the unprotected one. The first eight bytes of the SHA-256 of the signer's certificate.</summary>
    public ReadOnlyMemory<byte> KeyId => _message.KeyId;

    /// <summary>Reads a certificate from its text. Never throws for any text.</summary>
    /// <param name="text">The text of the QR code.</param>
    /// <param name="credential">The certificate, unverified.</param>
    /// <param name="refusal">Why not: one of <see cref="HcertRefusalCodes"/>, or of those of CBOR, COSE and CWT.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out HcertCredential? credential, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(Encoding.UTF8.GetBytes(text), out credential, out refusal);
    }

    /// <summary>Reads a certificate from the UTF-8 of its text. Never throws for any bytes.</summary>
    /// <param name="utf8">The text of the QR code, which must not change while the certificate is in use.</param>
    /// <param name="credential">The certificate, unverified.</param>
    /// <param name="refusal">Why not: one of <see cref="HcertRefusalCodes"/>, or of those of CBOR, COSE and CWT.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out HcertCredential? credential, [NotNullWhen(false)] out Refusal? refusal)
    {
        credential = HcertContainer.TryUnpack(utf8, out var bytes, out refusal)
            && CoseSign1.TryParse(bytes, HcertNames.Profile, out var message, out refusal)
            && CwtClaims.TryRead(message.Payload, HcertNames.Limits, out var claims, out refusal)
                ? new HcertCredential(utf8, message, claims)
                : null;
        return credential is not null;
    }

    /// <inheritdoc/>
    public override bool TryGetUnverifiedClaims(out ReadOnlyMemory<byte> claims, [NotNullWhen(false)] out Refusal? refusal)
    {
        claims = _json ?? default;
        refusal = _json is null ? NoContent : null;
        return refusal is null;
    }
}
