using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Finds an issuer's keys in its JWT VC Issuer Metadata, below its own address (SD-JWT VC, 2.5 and 3).</summary>
/// <remarks>
/// One rule for one kind of issuer: where certificates came with the credential they alone state the key, and nothing is asked here.
/// That an address serves keys makes nobody a rightful issuer: that the trust policy says.
/// </remarks>
/// <param name="documents">Who is asked: a folder, a bundle, a cache, or the guarded network. A fetch tells the issuer that its credential is being looked at.</param>
public sealed class JwtVcIssuerKeys(IDocumentSource documents) : IKeyResolver
{
    private const string Framework = "jwt-vc-issuer";
    private const string WellKnown = "/.well-known/jwt-vc-issuer";
    private const string Json = "application/json";

    /// <inheritdoc/>
    public async ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (!reference.Certificates.IsDefaultOrEmpty || !TryMakeAddress(reference.Issuer, out var owner, out var address))
        {
            return None(IssuerMetadataRefusalCodes.NotApplicable, "The issuer is none whose metadata could have its keys.");
        }

        var metadata = await documents.FindAsync(address, Json, cancellationToken: cancellationToken);
        if (metadata is null)
        {
            return Unavailable();
        }

        var refusal = Read(metadata.Content, owner, out var keys, out var elsewhere);
        var source = metadata.Source;
        if (refusal is null && elsewhere is not null)
        {
            if (await documents.FindAsync(elsewhere, Json, cancellationToken: cancellationToken) is not { } set)
            {
                return Unavailable();
            }

            source = set.Source;
            refusal = JwkSet.TryParse(set.Content, out keys, out var reason) ? null : reason;
        }

        return refusal is null
            ? Select(keys!, reference, owner, address, source)
            : new KeyFinding([new Check { Name = string.Empty, Outcome = CheckOutcome.Failed, Reason = refusal, Source = source }], []);
    }

    // 3: the well-known part comes between host and path.
    private static bool TryMakeAddress(string? issuer, out PartyId owner, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        if (!PartyId.TryParse(issuer, out owner)
            || !issuer!.StartsWith("https://", StringComparison.Ordinal)
            || !Uri.TryCreate(issuer, UriKind.Absolute, out var uri)
            || uri.UserInfo.Length > 0
            || issuer.AsSpan().ContainsAny('?', '#'))
        {
            return false;
        }

        return Uri.TryCreate($"{uri.GetLeftPart(UriPartial.Authority)}{WellKnown}{uri.AbsolutePath.TrimEnd('/')}", UriKind.Absolute, out address);
    }

    private static Refusal? Read(ReadOnlyMemory<byte> content, PartyId owner, out JwkSet? keys, out Uri? elsewhere)
    {
        (keys, elsewhere) = (null, null);
        if (!StrictJson.TryParse(content, JsonLimits.Document, out var document, out var refusal))
        {
            return refusal;
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("issuer"u8, out var issuer) || issuer.ValueKind is not JsonValueKind.String)
            {
                return Malformed();
            }

            if (!issuer.ValueEquals(owner.Value))
            {
                return new Refusal(IssuerMetadataRefusalCodes.Mismatch, "The metadata is that of another issuer.");
            }

            var (hasSet, hasAddress) = (root.TryGetProperty("jwks"u8, out var set), root.TryGetProperty("jwks_uri"u8, out var uri));
            if (hasSet == hasAddress)
            {
                return Malformed();
            }

            if (hasSet)
            {
                return JwkSet.TryRead(set, out keys, out refusal) ? null : refusal;
            }

            return uri.ValueKind is JsonValueKind.String && Uri.TryCreate(uri.GetString(), UriKind.Absolute, out elsewhere) && elsewhere.Scheme == Uri.UriSchemeHttps
                ? null
                : Malformed();
        }
    }

    private static KeyFinding Select(JwkSet set, KeyReference reference, PartyId owner, Uri address, Source source)
    {
        var name = Encoding.UTF8.GetString(reference.KeyId.Span);
        ImmutableArray<ResolvedKey> keys =
        [
            .. set.Keys
                .Where(key => name.Length == 0 || string.Equals(key.KeyId, name, StringComparison.Ordinal))
                .Select(key => key.VerificationKey)
                .OfType<VerificationKey>()
                .Take(16)
                .Select(key => new ResolvedKey(key, owner) { Framework = Framework, Anchor = address.AbsoluteUri }),
        ];
        return keys.IsEmpty
            ? None(IssuerMetadataRefusalCodes.KeyNotFound, "The issuer's metadata has no usable key of that name.", source)
            : new KeyFinding([Check.Passed(string.Empty, source)], keys);
    }

    private static Refusal Malformed() => new(IssuerMetadataRefusalCodes.Malformed, "The issuer's metadata has not the form that it must have.");

    private static KeyFinding None(string code, string message, Source? source = null) => new([Check.Failed(string.Empty, code, message, source)], []);

    private static KeyFinding Unavailable() =>
        new([Check.NotChecked(string.Empty, IssuerMetadataRefusalCodes.Unavailable, "The issuer's metadata could not be had.")], []);
}
