using System.Collections.Immutable;
using System.Text;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>The keys of one party, from a JWK set at an address that was configured, not one that a message named. Safe to share between threads.</summary>
/// <remarks>
/// The set is kept for a lifetime. Within it, a key id that is not in the set makes it be asked for again, but not more often than
/// once in a cool-down, so that made-up key ids cost its publisher nothing. An answer that is missing, bad, or without a usable key
/// does not replace a set whose lifetime has not ended.
/// </remarks>
public sealed class JwkSetKeys : IKeyResolver
{
    private const int MostCandidates = 16;

    private readonly PartyId _owner;
    private readonly JwkSetCache _cache;

    /// <summary>Initializes a new instance of the <see cref="JwkSetKeys"/> class.</summary>
    /// <param name="address">Where the set is.</param>
    /// <param name="owner">Whose keys they are.</param>
    /// <param name="documents">What fetches it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">How long it is kept: 15 minutes, with a cool-down of 1 minute, unless given.</param>
    public JwkSetKeys(Uri address, PartyId owner, IDocumentSource documents, TimeProvider time, JwkSetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(time);
        _owner = owner;
        _cache = new JwkSetCache(address, documents, time, options ?? new JwkSetOptions());
    }

    /// <inheritdoc/>
    public async ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Issuer is { } issuer && !string.Equals(issuer, _owner.Value, StringComparison.Ordinal))
        {
            return NotFound(null);
        }

        var keyId = Encoding.UTF8.GetString(reference.KeyId.Span);
        var kept = await _cache.GetAsync(set => keyId.Length == 0 || set.Keys.Any(key => Names(key, keyId)), cancellationToken);
        if (kept is null)
        {
            return new KeyFinding([Check.NotChecked(string.Empty, JoseRefusalCodes.KeysUnavailable, "The keys of the signer could not be obtained.")], []);
        }

        // Without a key id each key is a candidate, but each for its own algorithm only.
        var candidates = kept.Set.Keys.Where(key => keyId.Length == 0 || Names(key, keyId)).Take(MostCandidates).ToList();
        ImmutableArray<ResolvedKey> usable =
            [.. candidates.Select(key => key.VerificationKey).OfType<VerificationKey>().Select(key =>
                new ResolvedKey(key, _owner) { Framework = "jwks", Anchor = kept.Source.Name })];
        return usable.IsEmpty
            ? candidates.Count == 0 ? NotFound(kept.Source) : Unusable(kept.Source)
            : new KeyFinding([Check.Passed(string.Empty, kept.Source)], usable);
    }

    private static bool Names(Jwk key, string keyId) => string.Equals(key.KeyId, keyId, StringComparison.Ordinal);

    private static KeyFinding NotFound(Source? source) =>
        new([Check.Failed(string.Empty, SignatureRefusalCodes.KeyNotFound, "The set has no key of this name.", source)], []);

    private static KeyFinding Unusable(Source source) =>
        new([Check.Failed(string.Empty, KeyRefusalCodes.UseViolation, "The key says of itself that it must not check signatures.", source)], []);
}
