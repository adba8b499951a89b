namespace DpiBlocks.StatusLists;

/// <content>Publishing.</content>
public sealed partial class StatusListIssuer
{
    /// <summary>Signs a list with every change that is committed so far, for publication at its address.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="list">The list's address.</param>
    /// <param name="signer">The signer.</param>
    /// <param name="at">When it is issued.</param>
    /// <param name="publication">How it is published: as JWT, to be fetched anew every 12 hours, unless given.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The token, or null when there is no such list.</returns>
    public async ValueTask<byte[]?> PublishAsync(
        TenantId tenant,
        Uri list,
        ISigner signer,
        DateTimeOffset at,
        StatusListPublication? publication = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return await store.ReadAsync(StatusListDefinition.ShardOf(tenant, list), cancellationToken) is { } snapshot
            ? await StatusListToken.SignAsync(signer, snapshot.Definition.Address, snapshot.List, at, publication ?? new StatusListPublication(), cancellationToken)
            : null;
    }
}
