using System.Collections.Immutable;

namespace DpiBlocks.Trust;

/// <summary>One party of a policy: its keys and what it may do.</summary>
/// <param name="Id">The party.</param>
/// <param name="Keys">Its keys and certificates; null when the policy states none, so that another resolver vouches for it.</param>
/// <param name="Grants">What it may do.</param>
/// <param name="Policy">The policy that says so.</param>
/// <param name="Entitled">The check that says so.</param>
internal sealed record TrustEntry(PartyId Id, KeyPool? Keys, ImmutableArray<TrustGrant> Grants, PolicyDocument Policy, Check Entitled);
