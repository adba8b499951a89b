using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>A trusted key that a reference may mean.</summary>
/// <param name="Key">The key.</param>
/// <param name="Framework">By what it is bound: one of <see cref="KeyBinding"/>.</param>
/// <param name="Anchor">The name under which evidence tells of it.</param>
/// <param name="Certificate">Its certificate, found good; null for a key without one.</param>
internal sealed record KeyCandidate(VerificationKey Key, string Framework, string Anchor, CheckedCertificate? Certificate)
{
    /// <summary>The key as belonging to a party.</summary>
    public ResolvedKey OwnedBy(PartyId owner, string? framework = null) => new(Key, owner)
    {
        Framework = framework ?? Framework,
        Anchor = Anchor,
        Country = Certificate?.Leaf.Country,
        ExtendedKeyUsages = Certificate?.Leaf.ExtendedKeyUsages ?? [],
    };
}
