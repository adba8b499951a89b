using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>What an SD-JWT VC shall say (SD-JWT VC, 2.2.2).</summary>
public sealed record SdJwtVcContent
{
    internal const int MostDecoys = 100;

    /// <summary>Gets the type (<c>vct</c>), a collision-resistant name.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the claims: one JSON object in UTF-8, without those that have a property here. It may have <c>iat</c> and <c>sub</c>.</summary>
    public required ReadOnlyMemory<byte> Claims { get; init; }

    /// <summary>Gets the issuer (<c>iss</c>); null when its certificate alone tells.</summary>
    public string? Issuer { get; init; }

    /// <summary>Gets the claims that the holder may keep back, each by itself: none unless set.</summary>
    public ClaimPaths Disclosable { get; init; } = ClaimPaths.None;

    /// <summary>Gets how many digests that stand for nothing are added wherever claims may be kept back (RFC 9901, 4.2.5): none unless set, at most 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or more than 100.</exception>
    public int Decoys
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostDecoys);
            field = value;
        }
    }

    /// <summary>Gets the holder's key (<c>cnf.jwk</c>); null for a credential that is bound to nobody.</summary>
    public Jwk? Holder { get; init; }

    /// <summary>Gets the place in a status list (<c>status</c>); null for a credential that cannot be revoked.</summary>
    public StatusReference? Status { get; init; }

    /// <summary>Gets when it is issued (<c>iat</c>): now unless set, unless the claims say it.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Gets from when it holds (<c>nbf</c>), to the second.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Gets until when it holds (<c>exp</c>), to the second, not included.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets the hash of the type's metadata (<c>vct#integrity</c>), as W3C Subresource Integrity writes it: <c>sha256-…</c>.</summary>
    public string? TypeIntegrity { get; init; }

    /// <summary>Gets the certificates sent along (<c>x5c</c>), the signer's first, DER: none unless set.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Certificates { get; init; } = [];
}
