using System.Text;

namespace DpiBlocks.Credentials;

/// <summary>Remembers the challenges that were answered, so that a presentation is accepted once.</summary>
/// <param name="Store">Where they are remembered; shared by all who accept the same challenges.</param>
/// <param name="Tenant">Whose they are.</param>
public sealed record ReplayProtection(IOnceStore Store, TenantId Tenant)
{
    private const string Scope = "holder-binding";

    internal async ValueTask<Check> CheckAsync(
        HolderBindingDemand demand, ReadOnlyMemory<byte> presented, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        // The challenge may be long, and a store need not know it: its hash is its name.
        var name = Digest.Of(Encoding.UTF8.GetBytes(demand.Nonce!)).ToString();
        var once = new OnceKey(Scope, name, Digest.Of(presented.Span), keepUntil);
        return await Store.TryAddAsync(ShardKey.Of(Tenant, Scope, demand.Audience!), once, cancellationToken) switch
        {
            CommitOutcome.Committed => Check.Passed("replay"),
            CommitOutcome.Unknown => Check.NotChecked(
                "replay", CredentialRefusalCodes.ReplayUnknown, "Whether the challenge was answered before could not be found out."),
            _ => Check.Failed("replay", CredentialRefusalCodes.Replayed, "The challenge was answered before."),
        };
    }
}
