using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>What a policy file says of one party.</summary>
/// <param name="Id">The party.</param>
/// <param name="Keys">Its keys, written in the file itself.</param>
/// <param name="Files">The files beside the policy that hold its keys and certificates.</param>
/// <param name="Dids">Its DIDs.</param>
/// <param name="Grants">What it may do.</param>
internal sealed record PolicyIssuer(
    PartyId Id, ImmutableArray<Jwk> Keys, ImmutableArray<string> Files, ImmutableArray<DidSigningKey> Dids, ImmutableArray<TrustGrant> Grants);
