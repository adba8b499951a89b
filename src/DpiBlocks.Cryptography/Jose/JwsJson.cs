using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>A JWS in the JSON serialization, flattened or general (RFC 7515, 7.2), whose signatures have not been checked.</summary>
public sealed partial class JwsJson
{
    private const int MostSignatures = 16;

    private JwsJson(ImmutableArray<Jws> signatures) => Signatures = signatures;

    /// <summary>Gets the payload, decoded, over which all the signatures are.</summary>
    public ReadOnlyMemory<byte> Payload => Signatures[0].Payload;

    /// <summary>Gets the signatures that were demanded, at least one. The message is right only if all of them are: see <see cref="VerifyAsync"/>.</summary>
    public ImmutableArray<Jws> Signatures { get; }

    /// <summary>Reads a JWS in JSON. Never throws for any bytes.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="profile">What each demanded signature must look like.</param>
    /// <param name="signers">Whose signatures are demanded.</param>
    /// <param name="jws">The JWS, of which nothing is verified yet.</param>
    /// <param name="refusal">Why not: one of <see cref="JoseRefusalCodes"/>, <see cref="EncodingRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it has the form that the profile demands.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8,
        JwsProfile profile,
        JwsSigners signers,
        [NotNullWhen(true)] out JwsJson? jws,
        [NotNullWhen(false)] out Refusal? refusal) =>
        TryParse(utf8, null, profile, signers, out jws, out refusal);

    /// <summary>Reads a JWS in JSON whose payload travels apart (RFC 7515, Appendix F). Never throws for any bytes.</summary>
    /// <param name="utf8">The JSON, without a payload.</param>
    /// <param name="payload">The payload, byte for byte as it came.</param>
    /// <param name="profile">What each demanded signature must look like.</param>
    /// <param name="signers">Whose signatures are demanded.</param>
    /// <param name="jws">The JWS, of which nothing is verified yet.</param>
    /// <param name="refusal">Why not: one of <see cref="JoseRefusalCodes"/>, <see cref="EncodingRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it has the form that the profile demands.</returns>
    public static bool TryParseDetached(
        ReadOnlyMemory<byte> utf8,
        ReadOnlyMemory<byte> payload,
        JwsProfile profile,
        JwsSigners signers,
        [NotNullWhen(true)] out JwsJson? jws,
        [NotNullWhen(false)] out Refusal? refusal) =>
        TryParse(utf8, payload, profile, signers, out jws, out refusal);

    /// <summary>Makes the checks <c>key</c>, <c>signature</c> and <c>trust</c> for every demanded signature, and adds them to a verdict.</summary>
    /// <param name="verifier">What checks one signature.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="profile">What is signed, as a media type; it chooses the certificate profile.</param>
    /// <param name="act">What its signers do by it.</param>
    /// <param name="matter">What they do it to.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The keys and their owners, in the order of the signatures, or null when the verdict can only be a refusal now.</returns>
    public async ValueTask<IReadOnlyList<ResolvedKey>?> VerifyAsync(
        SignatureVerifier verifier, VerdictBuilder verdict, string profile, TrustAct act, string matter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        var keys = new List<ResolvedKey>(Signatures.Length);
        foreach (var signature in Signatures)
        {
            var message = signature.ToSignedMessage(profile, issuer: null, signedAt: null);
            if (await verifier.VerifyAsync(verdict, message, act, matter, cancellationToken: cancellationToken) is not { } key)
            {
                return null;
            }

            keys.Add(key);
        }

        return keys;
    }

    private static bool TryParse(
        ReadOnlyMemory<byte> utf8,
        ReadOnlyMemory<byte>? detached,
        JwsProfile profile,
        JwsSigners signers,
        [NotNullWhen(true)] out JwsJson? jws,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(signers);
        jws = null;
        if (utf8.Span.IndexOf((byte)'{') != 0)
        {
            refusal = JoseRefusals.Malformed;      // the compact serialization, above all
            return false;
        }

        if (!StrictJson.TryParse(utf8, profile.Limits, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            if (TryRead(document.RootElement, detached, profile, signers, out var signatures, out refusal))
            {
                jws = new JwsJson(signatures);
            }
        }

        return jws is not null;
    }
}
