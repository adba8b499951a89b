using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Issues SD-JWT VC: every claim that may be kept back is hashed with a salt of its own (RFC 9901, 4.2).</summary>
/// <param name="time">The clock.</param>
public sealed class SdJwtVcIssuer(TimeProvider time)
{
    private static readonly Refusal PathNotFound = new(SdJwtRefusalCodes.PathNotFound, "A path leads to no claim of the credential.");

    /// <summary>Prepares and signs a credential.</summary>
    /// <param name="signer">The issuer's key; asked for anew for each credential, so that keys can change.</param>
    /// <param name="content">What it shall say.</param>
    /// <param name="cancellationToken">Gives up waiting for the key.</param>
    /// <returns>The SD-JWT with all its disclosures, in ASCII, for the holder alone.</returns>
    /// <exception cref="ArgumentException">It cannot say that; see <see cref="TryPrepare"/>, which tells why as a value.</exception>
    public ValueTask<byte[]> IssueAsync(ISigner signer, SdJwtVcContent content, CancellationToken cancellationToken = default) =>
        TryPrepare(content, out var prepared, out var refusal)
            ? prepared.SignAsync(signer, cancellationToken)
            : throw new ArgumentException($"{refusal.Code}: {refusal.Message}", nameof(content));

    /// <summary>Prepares a credential: all of it but the signature.</summary>
    /// <param name="content">What it shall say.</param>
    /// <param name="prepared">The prepared credential.</param>
    /// <param name="refusal">Why not: one of <see cref="SdJwtRefusalCodes"/> or <see cref="JsonRefusalCodes"/>, with the path as location.</param>
    /// <returns>Whether it can be issued.</returns>
    public bool TryPrepare(SdJwtVcContent content, [NotNullWhen(true)] out PreparedSdJwtVc? prepared, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(content);
        prepared = null;
        if (!StrictJson.TryParse(content.Claims, JsonLimits.Token, out var claims, out refusal))
        {
            return false;
        }

        using (claims)
        using (var writer = new SdJwtVcWriter(content, time.GetUtcNow()))
        {
            refusal = claims.RootElement.ValueKind is JsonValueKind.Object ? writer.Write(claims.RootElement) : SdJwtRefusals.NotAnObject;
            if (refusal is null && writer.FirstUnused is var unused and >= 0)
            {
                refusal = PathNotFound with { Location = content.Disclosable.Paths[unused] };
            }

            prepared = refusal is null ? new PreparedSdJwtVc(writer.Payload.ToArray(), writer.Disclosures.ToArray(), content.Certificates) : null;
        }

        return prepared is not null;
    }
}
