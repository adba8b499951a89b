using System.Buffers;
using System.Collections.Immutable;
using System.Formats.Cbor;
using System.Text.Encodings.Web;
using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Cose;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.StatusLists;

/// <content>Publishing.</content>
public sealed partial class StatusListToken
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Signs a list for publication.</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="address">Where it is published, which becomes its <c>sub</c> as it is written.</param>
    /// <param name="list">The list.</param>
    /// <param name="at">When it is issued.</param>
    /// <param name="publication">How it is published.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The token: text for a JWT, binary for a CWT.</returns>
    /// <exception cref="ArgumentException">It would end before it is to be fetched anew.</exception>
    public static ValueTask<byte[]> SignAsync(
        ISigner signer,
        Uri address,
        StatusList list,
        DateTimeOffset at,
        StatusListPublication publication,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(publication);
        if (publication.LifetimeOrDefault < publication.TimeToLive)
        {
            throw new ArgumentException("A list cannot end before it is to be fetched anew.", nameof(publication));
        }

        at = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
        return publication.Format switch
        {
            StatusListFormat.Jwt => SignJwtAsync(signer, address, list, at, publication, cancellationToken),
            StatusListFormat.Cwt => SignCwtAsync(signer, address, list, at, publication, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(publication), publication.Format, "There is no such form."),
        };
    }

    private static ValueTask<byte[]> SignJwtAsync(
        ISigner signer, Uri address, StatusList list, DateTimeOffset at, StatusListPublication publication, CancellationToken cancellationToken)
    {
        var header = JwsSigningHeader.Of(TokenStatusListNames.JwtType) with { Certificates = publication.Certificates };
        var payload = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(payload, Plain))
        {
            writer.WriteStartObject();
            if (publication.Issuer is { } issuer)
            {
                writer.WriteString("iss"u8, issuer);
            }

            writer.WriteString("sub"u8, address.OriginalString);
            writer.WriteNumber("iat"u8, at.ToUnixTimeSeconds());
            writer.WriteNumber("exp"u8, (at + publication.LifetimeOrDefault).ToUnixTimeSeconds());
            writer.WriteNumber("ttl"u8, (long)publication.TimeToLive.TotalSeconds);
            writer.WriteStartObject("status_list"u8);
            writer.WriteNumber("bits"u8, list.Bits);
            writer.WriteString("lst"u8, StrictBase64Url.EncodeToUtf8(list.Compress()));
            if (publication.Aggregation is { } aggregation)
            {
                writer.WriteString("aggregation_uri"u8, aggregation.OriginalString);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Jws.SignAsync(signer, header, payload.WrittenMemory, cancellationToken);
    }

    private static ValueTask<byte[]> SignCwtAsync(
        ISigner signer, Uri address, StatusList list, DateTimeOffset at, StatusListPublication publication, CancellationToken cancellationToken)
    {
        var content = new CwtContent
        {
            Issuer = publication.Issuer,
            Subject = address.OriginalString,
            Validity = new ValidityPeriod(at, null, at + publication.LifetimeOrDefault),
            Others = ImmutableDictionary<long, ReadOnlyMemory<byte>>.Empty
                .Add(TokenStatusListNames.CwtStatusList, EncodeList(list, publication.Aggregation))
                .Add(TokenStatusListNames.CwtTimeToLive, EncodeSeconds(publication.TimeToLive)),
        };
        var signing = new CoseSigning { Type = TokenStatusListNames.CwtMediaType, Certificates = publication.Certificates };
        return Cwt.SignAsync(signer, content, signing, cancellationToken);
    }

    private static byte[] EncodeList(StatusList list, Uri? aggregation)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartMap(aggregation is null ? 2 : 3);
        writer.WriteTextString("bits");
        writer.WriteInt32(list.Bits);
        writer.WriteTextString("lst");
        writer.WriteByteString(list.Compress());
        if (aggregation is not null)
        {
            writer.WriteTextString("aggregation_uri");
            writer.WriteTextString(aggregation.OriginalString);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    private static byte[] EncodeSeconds(TimeSpan time)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteUInt64((ulong)time.TotalSeconds);
        return writer.Encode();
    }
}
