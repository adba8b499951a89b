namespace DpiBlocks.Oversight;

/// <summary>Names a log.</summary>
/// <param name="Tenant">The tenant that keeps it; entries of all tenants may be in it, since it tells nothing of them.</param>
/// <param name="Origin">Its name in checkpoints, most often its address without scheme: <c>log.example.gov/audit</c>.</param>
public sealed record LogName(TenantId Tenant, string Origin)
{
    /// <summary>Gets the shard under which it is kept.</summary>
    public ShardKey Shard { get; } = ShardKey.Of(Tenant, "log", Origin);
}
