using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>The claims of an SD-JWT that a verifier acts upon (SD-JWT VC, 2.2.2.2), from the clear or from a disclosure.</summary>
internal sealed class SdJwtClaims
{
    private DateTimeOffset? _issuedAt;
    private DateTimeOffset? _notBefore;
    private DateTimeOffset? _expiresAt;

    public string? Issuer { get; private set; }

    public string? Type { get; private set; }

    public string? TypeIntegrity { get; private set; }

    public ValidityPeriod Validity => new(_issuedAt, _notBefore, _expiresAt);

    public StatusReference? Status { get; private set; }

    /// <summary>Gets a value indicating whether it states a status only by mechanisms that are not known here.</summary>
    public bool HasUnknownStatus { get; private set; }

    /// <summary>Gets a value indicating whether it is bound to a holder, in whatever way.</summary>
    public bool IsBound { get; private set; }

    /// <summary>Gets the holder's key as JSON; empty when it is stated in another way, or not at all.</summary>
    public ReadOnlyMemory<byte> HolderKey { get; private set; }

    /// <summary>Gets the first claim that is not of its type.</summary>
    public Refusal? Problem { get; private set; }

    /// <summary>Reads what stands in the clear.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="memory">The memory that the payload was parsed from, which is kept anyway.</param>
    public void ReadClear(JsonElement payload, ReadOnlyMemory<byte> memory)
    {
        foreach (var member in payload.EnumerateObject())
        {
            Read(JsonText.NameOf(member), member.Value, memory);
        }
    }

    /// <summary>Reads one claim of the top level; others than those it knows it passes over.</summary>
    public void Read(ReadOnlySpan<byte> name, JsonElement value, ReadOnlyMemory<byte> memory)
    {
        switch (name)
        {
            case var _ when SdJwtNames.IsEqual(name, "iss"u8):
                Issuer = ReadText(value, "/iss");
                break;
            case var _ when SdJwtNames.IsEqual(name, "vct"u8):
                Type = ReadText(value, "/vct");
                break;
            case var _ when SdJwtNames.IsEqual(name, "vct#integrity"u8):
                TypeIntegrity = ReadText(value, "/vct#integrity");
                break;
            case var _ when SdJwtNames.IsEqual(name, "iat"u8):
                _issuedAt = ReadTime(value, "/iat");
                break;
            case var _ when SdJwtNames.IsEqual(name, "nbf"u8):
                _notBefore = ReadTime(value, "/nbf");
                break;
            case var _ when SdJwtNames.IsEqual(name, "exp"u8):
                _expiresAt = ReadTime(value, "/exp");
                break;
            case var _ when SdJwtNames.IsEqual(name, "status"u8):
                ReadStatus(value);
                break;
            case var _ when SdJwtNames.IsEqual(name, "cnf"u8):
                ReadConfirmation(value, memory);
                break;
        }
    }

    private static Refusal WrongType(string location) =>
        new(JoseRefusalCodes.ClaimType, "A claim has another type than the standard gives it, or is out of its range.") { Location = location };

    private string? ReadText(JsonElement value, string location)
    {
        var text = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        Problem ??= string.IsNullOrEmpty(text) ? WrongType(location) : null;
        return text;
    }

    private DateTimeOffset? ReadTime(JsonElement value, string location)
    {
        if (NumericDate.TryRead(value, out var time))
        {
            return time;
        }

        Problem ??= WrongType(location);
        return null;
    }

    // Token Status List, 6.1: a member for each mechanism; where one is known, the others are the issuer's alternatives to it.
    private void ReadStatus(JsonElement value)
    {
        if (StatusListClaim.TryRead(value, out var reference, out _))
        {
            (Status, HasUnknownStatus) = (reference, reference is null);
        }
        else
        {
            Problem ??= SdJwtRefusals.Status;
        }
    }

    // RFC 7800, 3.1: at most one key is stated.
    private void ReadConfirmation(JsonElement value, ReadOnlyMemory<byte> memory)
    {
        IsBound = true;
        if (value.ValueKind is not JsonValueKind.Object)
        {
            Problem ??= WrongType("/cnf");
        }
        else if (value.TryGetProperty("jwk"u8, out var key) && key.ValueKind is JsonValueKind.Object)
        {
            var raw = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(key);
            HolderKey = memory.Span.Overlaps(raw, out var offset) && offset >= 0 ? memory.Slice(offset, raw.Length) : raw.ToArray();
        }
    }
}
