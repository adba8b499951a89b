using System.Security.Cryptography;
using DpiBlocks.StatusLists;

namespace DpiBlocks.Benchmarks;

/// <summary>A change with what becomes durable with it: a mark, a journal entry of 400 bytes, a message of 1,000.</summary>
internal sealed record CommittedChange(ShardKey Shard, Effects Effects)
{
    private static readonly TenantId Tenant = TenantId.Parse("home-office");
    private static readonly byte[] Opening = RandomNumberGenerator.GetBytes(400);
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(1000);
    private static readonly Digest Hash = Digest.Of(Opening);
    private static readonly Uri Destination = new("https://registry.example.gov/notify");

    public static StatusListDefinition List { get; } = new(new Uri("https://status.example.gov/1")) { Bits = 1, Count = 1024 };

    /// <summary>One of a shard of its own, as most changes in a nation are.</summary>
    public static CommittedChange Next()
    {
        var id = Guid.NewGuid();
        var shard = ShardKey.Of(Tenant, "status-list", id.ToString());
        return new CommittedChange(shard, new Effects
        {
            Once = new OnceKey("benchmark", id.ToString(), Hash, World.Now.AddDays(1)),
            Audit = [new AuditEntry(shard, Hash, Opening)],
            Messages = [new OutboxMessage(shard, id, Destination, "application/jose", Content)],
        });
    }
}
