using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.SdJwt;

/// <content>The registered claims (SD-JWT VC, 2.2.2.2).</content>
internal sealed partial class SdJwtVcWriter
{
    // They have properties of their own, are always in the clear, and no path may hide them.
    private Refusal? RegisteredIn(JsonElement claims)
    {
        foreach (var member in claims.EnumerateObject())
        {
            if (SdJwtNames.MustBeClear(JsonText.NameOf(member)))
            {
                return SdJwtRefusals.Reserved with { Message = "The claims have one that is set by itself." };
            }
        }

        return _content.Disclosable.FirstRegistered is { } path
            ? SdJwtRefusals.Clear with { Message = "The claim cannot be kept back.", Location = path }
            : CheckProperties();
    }

    // What no verifier could read is not written.
    private Refusal? CheckProperties() =>
        string.IsNullOrEmpty(_content.Type) ? WrongValue("/vct")
        : _content.Issuer is not null && !PartyId.TryParse(_content.Issuer, out _) ? WrongValue("/iss")
        : _content.IssuedAt < DateTimeOffset.UnixEpoch ? WrongValue("/iat")
        : _content.NotBefore < DateTimeOffset.UnixEpoch ? WrongValue("/nbf")
        : _content.ExpiresAt < DateTimeOffset.UnixEpoch ? WrongValue("/exp")
        : _content.Holder is { VerificationKey: null } ? WrongValue("/cnf/jwk")
        : _content.Status is { } status && !StatusListClaim.CanState(status) ? SdJwtRefusals.Status
        : null;

    private static Refusal WrongValue(string location) =>
        new(JoseRefusalCodes.ClaimType, "A value is none that its claim can have.") { Location = location };

    private void WriteRegistered(Utf8JsonWriter writer, JsonElement claims)
    {
        if (_content.Issuer is not null)
        {
            writer.WriteString("iss"u8, _content.Issuer);
        }

        if (!claims.TryGetProperty("iat"u8, out _))
        {
            writer.WriteNumber("iat"u8, (_content.IssuedAt ?? _at).ToUnixTimeSeconds());
        }

        if (_content.NotBefore is { } begins)
        {
            writer.WriteNumber("nbf"u8, begins.ToUnixTimeSeconds());
        }

        if (_content.ExpiresAt is { } ends)
        {
            writer.WriteNumber("exp"u8, ends.ToUnixTimeSeconds());
        }

        writer.WriteString("vct"u8, _content.Type);
        if (_content.TypeIntegrity is not null)
        {
            writer.WriteString("vct#integrity"u8, _content.TypeIntegrity);
        }

        if (_content.Status is { } status)
        {
            writer.WritePropertyName("status"u8);
            StatusListClaim.WriteTo(writer, status);
        }

        if (_content.Holder is not null)
        {
            writer.WriteStartObject("cnf"u8);
            writer.WritePropertyName("jwk"u8);
            _content.Holder.WriteTo(writer);
            writer.WriteEndObject();
        }
    }
}
