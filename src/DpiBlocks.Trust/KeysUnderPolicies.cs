using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>Keys that policies bind to parties, and what those may do. What is not stated is not allowed.</summary>
internal sealed class KeysUnderPolicies : ITrustBook
{
    private static readonly Refusal Foreign =
        new(SignatureRefusalCodes.IssuerKeyMismatch, "The key that the message names belongs to another than it speaks for.");

    private static readonly Check Bound = KeyBinding.CheckOf(KeyBinding.Policy)!;

    private readonly ImmutableArray<TrustEntry> _entries;
    private readonly ILookup<string, TrustEntry> _byId;
    private readonly Func<string, CertificateProfile> _profiles;

    public KeysUnderPolicies(IEnumerable<TrustEntry> entries, Func<string, CertificateProfile> profiles)
    {
        _entries = [.. entries];
        _byId = _entries.ToLookup(entry => entry.Id.Value, StringComparer.Ordinal);
        _profiles = profiles;
    }

    public KeyFinding Find(KeyReference reference, DateTimeOffset at)
    {
        var profile = _profiles(reference.Profile);
        var keys = ImmutableArray.CreateBuilder<ResolvedKey>();
        var candidates = new List<KeyCandidate>();
        Refusal? refusal = null;
        var foreign = false;
        foreach (var entry in reference.Issuer is { } issuer ? _byId[issuer] : _entries)
        {
            candidates.Clear();
            var reason = entry.Keys?.Find(reference, profile, at, candidates);
            refusal ??= reason;
            foreach (var candidate in candidates)
            {
                if (!IsOf(candidate, entry))
                {
                    foreign = true;
                }
                else if (keys.Count < KeyPool.MostCandidates)
                {
                    keys.Add(candidate.OwnedBy(entry.Id, KeyBinding.Policy));
                }
                else
                {
                    return KeyFindings.Of([], KeyPool.Ambiguous);
                }
            }
        }

        if (keys.Count == 0 && (foreign || (reference.Issuer is not null && _entries.Any(entry => entry.Keys?.Knows(reference.KeyId.Span) ?? false))))
        {
            refusal = Foreign;      // RFC 8725, 3.8
        }

        return KeyFindings.Of(keys.ToImmutable(), refusal);
    }

    public ImmutableArray<Check> Judge(TrustQuestion question, DateTimeOffset at)
    {
        var (code, message) = (TrustRefusalCodes.IssuerUnknown, "Nothing is stated about the party.");
        foreach (var entry in _byId[question.Party.Value])
        {
            if (!IsBound(entry, question.Key) || !entry.Grants.Any(grant => grant.Covers(question)))
            {
                (code, message) = (TrustRefusalCodes.NotEntitled, "The party may not do that.");
            }
            else if (at < entry.Policy.ValidFrom)
            {
                (code, message) = (TrustRefusalCodes.PolicyNotYetValid, "The policy that would allow it does not hold yet.");
            }
            else
            {
                // Whether it has ended is for the verdict policy to rule on, by the source of the check.
                return [Bound, entry.Entitled];
            }
        }

        return [Check.Failed(string.Empty, code, message)];
    }

    // A party whose keys the policy states acts with those alone; of another, any other resolver may vouch for the key, but not the keys
    // that policies state of somebody else.
    private static bool IsBound(TrustEntry entry, ResolvedKey? key) => key is null || (entry.Keys is null
        ? !string.Equals(key.Framework, KeyBinding.Policy, StringComparison.Ordinal)
        : key.Anchor is { } anchor && entry.Keys.Anchors.Contains(anchor));

    // A policy that pins a certificate says itself whose it is; under an anchor the certificate must say so too. One that names another
    // is nobody's: an authority that is stated for one party speaks for no other.
    private static bool IsOf(KeyCandidate candidate, TrustEntry entry) =>
        candidate.Certificate is not { IsPinned: false } certificate || IssuerNames.Names(certificate.Leaf, entry.Id.Value);
}
