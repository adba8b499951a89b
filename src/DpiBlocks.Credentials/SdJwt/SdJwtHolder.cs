using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>What a holder does with an SD-JWT: shows chosen claims of it and no others (RFC 9901, 7.2).</summary>
/// <remarks>Whether the credential itself is genuine a holder asks <see cref="CredentialVerifier"/>, as everybody does.</remarks>
public static class SdJwtHolder
{
    private static readonly Refusal NotFound = new(SdJwtRefusalCodes.PathNotFound, "A path leads to no claim of the credential.");

    /// <summary>Makes a presentation of chosen claims, without a key binding yet.</summary>
    /// <param name="credential">The credential, as it was issued.</param>
    /// <param name="claims">The claims to show; <see cref="ClaimPaths.None"/> for those alone that are always shown. What they lie in is shown as far as it must be.</param>
    /// <param name="presentation">The presentation.</param>
    /// <param name="refusal">Why not: a path that leads to nothing, a credential that came with a key binding or whose disclosures are not in order.</param>
    /// <returns>Whether it could be made.</returns>
    public static bool TryPresent(
        SdJwtCredential credential,
        ClaimPaths claims,
        [NotNullWhen(true)] out SdJwtPresentation? presentation,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(claims);
        presentation = null;
        if (!credential.TryGetUnverifiedClaims(out _, out refusal))
        {
            return false;
        }

        // 7.2: an issuer gives an SD-JWT; with a key binding it is somebody's presentation.
        refusal = credential.HasKeyBinding ? SdJwtRefusals.BindingUnexpected : null;
        if (refusal is not null || !StrictJson.TryParse(credential.Payload, JsonLimits.Token, out var payload, out refusal))
        {
            return false;
        }

        using (payload)
        {
            var chosen = DisclosureSelector.Select(payload.RootElement, credential.Parts.Disclosures, credential.Hash!, claims, out var missing);
            refusal = missing < 0 ? null : NotFound with { Location = claims.Paths[missing] };
            presentation = missing < 0 ? new SdJwtPresentation(Join(credential.Parts, chosen), credential) : null;
        }

        return presentation is not null;
    }

    private static byte[] Join(SdJwtParts parts, List<(int Start, int Length)> chosen)
    {
        var text = new byte[parts.Jws.Length + 1 + chosen.Sum(disclosure => disclosure.Length + 1)];
        parts.Jws.CopyTo(text);
        text[parts.Jws.Length] = (byte)'~';
        var place = parts.Jws.Length + 1;
        foreach (var (start, length) in chosen)
        {
            parts.Disclosures.Slice(start, length + 1).CopyTo(text.AsMemory(place));
            place += length + 1;
        }

        return text;
    }
}
