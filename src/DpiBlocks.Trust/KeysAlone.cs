using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>Keys and certificates without a policy: whoever holds one of the keys may say anything, and the verdict says so.</summary>
internal sealed class KeysAlone(KeyPool pool, Func<string, CertificateProfile> profiles) : ITrustBook
{
    private static readonly Check Trusted = Check.Passed(string.Empty);

    private static readonly ImmutableArray<Check> Stranger =
        [Check.Failed(string.Empty, TrustRefusalCodes.IssuerUnknown, "Nothing is stated about the party.")];

    private static readonly ImmutableArray<Check> NotEntitled =
        [Check.Failed(string.Empty, TrustRefusalCodes.NotEntitled, "The party may not act for another.")];

    public KeyFinding Find(KeyReference reference, DateTimeOffset at)
    {
        var candidates = new List<KeyCandidate>();
        var refusal = pool.Find(reference, profiles(reference.Profile), at, candidates);
        var keys = ImmutableArray.CreateBuilder<ResolvedKey>(candidates.Count);
        if (!SelfCertifyingDid.Is(reference.Issuer))
        {
            keys.AddRange(candidates.Select(candidate => Own(candidate, reference.Issuer)));
        }
        else if (SelfCertifyingDid.TryResolve(reference.Issuer, out var did, out refusal) && PartyId.TryParse(reference.Issuer, out var owner))
        {
            // The name of such an issuer is its key: no other key speaks for it, trusted or not.
            keys.AddRange(candidates.Where(candidate => candidate.Key.Thumbprint == did.Key.Thumbprint).Select(candidate => candidate.OwnedBy(owner, did.Framework)));
        }

        return KeyFindings.Of(keys.ToImmutable(), refusal);
    }

    public ImmutableArray<Check> Judge(TrustQuestion question, DateTimeOffset at)
    {
        if (question.Key is not { Framework: { } framework, Anchor: { } anchor } || !pool.Anchors.Contains(anchor) || KeyBinding.CheckOf(framework) is not { } binding)
        {
            return Stranger;
        }

        // Two parties under one authority: nothing states that the one may act for the other, such as publish its status.
        var isBound = framework is not (KeyBinding.BareKey or KeyBinding.PinnedCertificate);
        return isBound && question.OnBehalfOf is { } other && other != question.Party ? NotEntitled : [binding, Trusted];
    }

    private static ResolvedKey Own(KeyCandidate candidate, string? issuer)
    {
        var stated = PartyId.TryParse(issuer, out var party);
        if (candidate.Certificate is not { } certificate)
        {
            return candidate.OwnedBy(stated ? party : PartyId.Parse(candidate.Anchor));
        }

        if (stated && certificate.IsPinned && IssuerNames.NamesNone(certificate.Leaf, party.Value))
        {
            return candidate.OwnedBy(party, KeyBinding.PinnedCertificate);
        }

        return candidate.OwnedBy(stated && IssuerNames.Names(certificate.Leaf, party.Value) ? party : IssuerNames.OwnerOf(certificate.Leaf));
    }
}
