using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent;

/// <summary>A signed consent in the form it must have, whose signature has not been checked: see <see cref="ConsentVerifier"/>.</summary>
/// <remarks>
/// A JWS (RFC 7515) of type <c>consent+jwt</c> over the canonical JSON of the artefact. So the signature binds the whole of it, the person and the
/// time. A key in the header is not taken: the signer's key was registered beforehand.
/// </remarks>
public sealed class SignedConsent
{
    /// <summary>The type of the JWS.</summary>
    public const string Type = "consent+jwt";

    private static readonly JwsProfile Profile = JwsProfile.Of(Type);
    private readonly Jws _jws;

    private SignedConsent(ReadOnlyMemory<byte> bytes, Jws jws, ConsentArtefact artefact) =>
        (Bytes, _jws, Artefact, Hash) = (bytes, jws, artefact, Digest.Of(bytes.Span));

    /// <summary>Gets the bytes as they came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Gets their hash.</summary>
    public Digest Hash { get; }

    /// <summary>Gets what they say. Nothing of it is verified yet.</summary>
    public ConsentArtefact Artefact { get; }

    /// <summary>Signs an artefact.</summary>
    /// <param name="artefact">The artefact.</param>
    /// <param name="signer">The registered key of whoever gives it, or of its attestor.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The JWS, in ASCII.</returns>
    /// <exception cref="ArgumentException">A text of the artefact is not Unicode, or it is larger than 64 KiB.</exception>
    public static ValueTask<byte[]> SignAsync(ConsentArtefact artefact, ISigner signer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(artefact);
        return Jws.SignAsync(signer, JwsSigningHeader.Of(Type), ArtefactJson.Write(artefact), cancellationToken);
    }

    /// <summary>Reads a signed consent. Never throws for any bytes.</summary>
    /// <param name="bytes">The JWS, which must not change while it is in use.</param>
    /// <param name="consent">The consent.</param>
    /// <param name="refusal">Why not: <see cref="ConsentRefusalCodes.Malformed"/>, <see cref="ConsentRefusalCodes.NoticeMissing"/>, or one of the JWS or the JSON.</param>
    /// <returns>Whether it has that form.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out SignedConsent? consent, [NotNullWhen(false)] out Refusal? refusal)
    {
        consent = Jws.TryParse(bytes, Profile, out var jws, out refusal) && ArtefactJson.TryRead(jws.Payload, out var artefact, out refusal)
            ? new SignedConsent(bytes, jws, artefact)
            : null;
        return consent is not null;
    }

    internal Cryptography.SignedMessage ToSignedMessage() =>
        _jws.ToSignedMessage(Type, Artefact.Attestor?.Value ?? Artefact.GivenBy.Value, Artefact.GivenAt);
}
