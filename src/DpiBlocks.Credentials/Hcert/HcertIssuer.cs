using System.Collections.Immutable;
using System.Formats.Cbor;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>Issues EU Digital COVID Certificates as the text of a QR code. Safe to share between threads.</summary>
public sealed class HcertIssuer
{
    private readonly ISigner _signer;
    private readonly string _issuer;
    private readonly TimeProvider _time;
    private readonly ReadOnlyMemory<byte>? _keyId;
    private readonly DccCodeLists _codes;

    /// <summary>Initializes a new instance of the <see cref="HcertIssuer"/> class.</summary>
    /// <param name="signer">The signer, of ES256 or PS256.</param>
    /// <param name="issuer">Who issues, at most 80 characters: the country of the signer's certificate, ISO 3166-1 alpha-2.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">What else to write.</param>
    /// <exception cref="ArgumentException">The signer has another algorithm, or the issuer has no name or too long a one.</exception>
    public HcertIssuer(ISigner signer, string issuer, TimeProvider time, HcertIssuerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentException.ThrowIfNullOrWhiteSpace(issuer);
        ArgumentNullException.ThrowIfNull(time);
        if (!HcertNames.Profile.Algorithms.Contains(signer.Algorithm))
        {
            throw new ArgumentException("A health certificate is signed with ES256 or PS256.", nameof(signer));
        }

        if (issuer.Length > 80)
        {
            throw new ArgumentException("The issuer has more than 80 characters.", nameof(issuer));
        }

        (_signer, _issuer, _time) = (signer, issuer, time);
        _keyId = options?.KeyId is { } keyId ? keyId.ToArray() : default(ReadOnlyMemory<byte>?);
        _codes = options?.CodeLists ?? DccCodeLists.BuiltIn;
    }

    /// <summary>Issues a certificate.</summary>
    /// <param name="claims">The content, one JSON object that <see cref="DccPayload"/> reads, its codes all in the lists.</param>
    /// <param name="expiresAt">Until when it holds: not later than the certificate of the signer does.</param>
    /// <param name="status">Its place in a status list (claim 65535; Token Status List, 6.3); null for a certificate that cannot be revoked by one.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The text of the QR code, which needs its alphanumeric mode.</returns>
    /// <exception cref="ArgumentException">The content does not follow its schema or has an unknown code, the person is not born yet, the end is past, the status cannot be stated, or the text would not fit a QR code.</exception>
    public async ValueTask<string> IssueAsync(
        ReadOnlyMemory<byte> claims, DateTimeOffset expiresAt, StatusReference? status = null, CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(expiresAt, now);
        var others = ImmutableDictionary<long, ReadOnlyMemory<byte>>.Empty.Add(HcertNames.HealthCertificateClaim, Encode(claims, now));
        var content = new CwtContent
        {
            Issuer = _issuer,
            Validity = new ValidityPeriod(now, null, expiresAt),
            Others = status is null ? others : others.Add(StatusListClaim.CwtLabel, StatusListClaim.ToCbor(status)),
        };

        var message = await Cwt.SignAsync(_signer, content, new CoseSigning { KeyId = _keyId }, cancellationToken);
        var text = HcertContainer.Pack(message);
        return text.Length <= HcertNames.MaxTextLength
            ? text
            : throw new ArgumentException("The certificate is too large for a QR code.", nameof(claims));
    }

    private byte[] Encode(ReadOnlyMemory<byte> claims, DateTimeOffset now)
    {
        if (!StrictJson.TryParse(claims, JsonLimits.Token, out var document, out var refusal))
        {
            throw new ArgumentException(refusal.Message, nameof(claims));
        }

        using (document)
        {
            if (!DccPayload.TryRead(document.RootElement, out var payload, out refusal))
            {
                throw new ArgumentException($"{refusal.Message} See {refusal.Location}.", nameof(claims));
            }

            if (_codes.FindUnknown(payload.Entry) is [var member, ..])
            {
                throw new ArgumentException($"The code of {member} is not in its list.", nameof(claims));
            }

            if (!DccBirthDate.IsBefore(payload.DateOfBirth, now))
            {
                throw new ArgumentException("The person is not born yet. See /dob.", nameof(claims));
            }

            var writer = new CborWriter(CborConformanceMode.Strict);
            writer.WriteStartMap(1);
            writer.WriteInt64(HcertNames.EuDcc);
            HcertJson.WriteTo(writer, document.RootElement);
            writer.WriteEndMap();
            return writer.Encode();
        }
    }
}
