using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>An SD-JWT (RFC 9901) that was read and not verified, such as an SD-JWT VC, as issued or as presented.</summary>
public sealed partial class SdJwtCredential : Credential
{
    private readonly Jws _jws;
    private readonly SdJwtParts _parts;
    private readonly SdJwtProfile _profile;
    private readonly SdJwtHash? _hash;
    private readonly SdJwtClaims _claims;
    private readonly ReadOnlyMemory<byte> _processed;
    private readonly Refusal? _problem;

    private SdJwtCredential(ReadOnlyMemory<byte> presented, SdJwtParts parts, SdJwtProfile profile, Jws jws, JsonElement payload)
        : base(CredentialFormats.SdJwtVc, presented)
    {
        (_parts, _profile, _jws, _claims) = (parts, profile, jws, new SdJwtClaims());
        _claims.ReadClear(payload, jws.Payload);

        // What is wrong with the disclosures counts only once the signature was found right; until then it is kept.
        if (SdJwtHash.TryFind(payload, out var hash))
        {
            _hash = hash;
            _problem = DisclosureProcessor.Process(payload, parts.Disclosures, hash, _claims, profile.IsVc, out var processed);
            _processed = processed;
        }
        else
        {
            _problem = SdJwtRefusals.Hash;
        }
    }

    /// <inheritdoc/>
    public override string? Issuer => _claims.Issuer;

    /// <inheritdoc/>
    public override ImmutableArray<string> Types => _claims.Type is { Length: > 0 } type ? [type] : [];

    /// <inheritdoc/>
    public override ValidityPeriod Validity => _claims.Validity;

    /// <summary>Gets the header of what the issuer signed, unverified.</summary>
    public JoseHeader Header => _jws.Header;

    /// <summary>Gets a value indicating whether it names a holder's key (<c>cnf</c>).</summary>
    public bool IsBound => _claims.IsBound;

    /// <summary>Gets a value indicating whether it came with a key binding.</summary>
    public bool HasKeyBinding => !_parts.KeyBinding.IsEmpty;

    /// <summary>Gets the hash by which type metadata is recognised (<c>vct#integrity</c>); null when there is none.</summary>
    public string? TypeIntegrity => _claims.TypeIntegrity;

    internal SdJwtHash? Hash => _hash;

    internal SdJwtParts Parts => _parts;

    internal SdJwtClaims Registered => _claims;

    internal ReadOnlyMemory<byte> Payload => _jws.Payload;

    /// <summary>Reads an SD-JWT of a certain kind, in the compact or the JSON serialization. Never throws for any bytes.</summary>
    /// <param name="data">The bytes, which must not change while the credential is in use. At most 256 KiB, what the issuer signed at most 64 KiB.</param>
    /// <param name="profile">What it must look like; <see cref="SdJwtProfile.Vc"/> for SD-JWT VC.</param>
    /// <param name="credential">The credential, unverified.</param>
    /// <param name="refusal">Why not: one of <see cref="SdJwtRefusalCodes"/>, or of those of JOSE and JSON.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> data, SdJwtProfile profile, [NotNullWhen(true)] out SdJwtCredential? credential, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(profile);
        credential = null;
        var compact = data;
        if ((SdJwtJson.Recognizes(data.Span) && !SdJwtJson.TryMakeCompact(data, out compact, out refusal))
            || !SdJwtParts.TrySplit(compact, out var parts, out refusal)
            || !Jws.TryParse(parts.Jws, profile.Jws, out var jws, out refusal)
            || !StrictJson.TryParse(jws.Payload, JsonLimits.Token, out var payload, out refusal))
        {
            return false;
        }

        using (payload)
        {
            refusal = payload.RootElement.ValueKind is JsonValueKind.Object ? null : SdJwtRefusals.NotAnObject;
            credential = refusal is null ? new SdJwtCredential(data, parts, profile, jws, payload.RootElement) : null;
        }

        return credential is not null;
    }

    /// <inheritdoc/>
    public override bool TryGetUnverifiedClaims(out ReadOnlyMemory<byte> claims, [NotNullWhen(false)] out Refusal? refusal)
    {
        (claims, refusal) = (_processed, _problem);
        return refusal is null;
    }
}
