using System.Collections.Immutable;

namespace DpiBlocks.StatusLists;

/// <summary>Looks for the key of a list: first among the keys of the credential's issuer, then among all.</summary>
/// <remarks>
/// Token Status List, 11.3: the list may be signed with a key of the issuer, by no more than its key id, or by another whom the issuer
/// has authorized; whether it has is then the trust policy's answer.
/// </remarks>
internal sealed class ListKeyResolver(IKeyResolver keys, PartyId issuer, KnownList list) : IKeyResolver
{
    public async ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var finding = await keys.FindAsync(reference.Issuer is null ? reference with { Issuer = issuer.Value } : reference, at, cancellationToken);
        if (finding.Keys.IsDefaultOrEmpty && reference.Issuer is null)
        {
            var among = await keys.FindAsync(reference, at, cancellationToken);
            finding = among.Keys.IsDefaultOrEmpty ? finding : among;
        }

        return finding.Keys.IsDefaultOrEmpty
            ? finding
            : finding with { Keys = finding.Keys.Select(key => key with { Key = list.Remember(key.Key) }).ToImmutableArray() };
    }
}
