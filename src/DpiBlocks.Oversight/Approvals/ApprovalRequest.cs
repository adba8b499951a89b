namespace DpiBlocks.Oversight;

/// <summary>Asks overseers to agree to one operation with exactly these particulars.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Content">The hash of all its particulars.</param>
/// <param name="RequestedBy">Who asks.</param>
/// <param name="At">Since when.</param>
/// <param name="ExpiresAt">Until when it may be agreed to, and acted upon.</param>
public sealed record ApprovalRequest(
    Guid Id, TenantId Tenant, string Operation, Digest Content, PartyId RequestedBy, DateTimeOffset At, DateTimeOffset ExpiresAt)
{
    /// <summary>Gets the shard under which it is kept.</summary>
    public ShardKey Shard => ShardOf(Tenant, Operation, Content);

    /// <summary>Makes the shard of all requests for one operation with the same particulars.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="content">The hash of all its particulars.</param>
    /// <returns>The shard.</returns>
    public static ShardKey ShardOf(TenantId tenant, string operation, Digest content) => ShardKey.Of(tenant, "approval", $"{content} {operation}");
}
