using System.Text;
using DpiBlocks.StatusLists;

namespace DpiBlocks.Storage.Contract;

/// <summary>Things to store.</summary>
public static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TenantId Tenant = TenantId.Parse("home-office");

    public static readonly TenantId OtherTenant = TenantId.Parse("tax-office");

    public static readonly Uri Address = new("https://status.example.gov/1");

    public static readonly ShardKey Shard = StatusListDefinition.ShardOf(Tenant, Address);

    public static StatusListDefinition List(int count = 1024, int bits = 2, bool permanent = true) =>
        new(Address) { Count = count, Bits = bits, RevocationIsPermanent = permanent };

    public static OnceKey Once(string value = "42", string content = "content", int hours = 1) =>
        new("test", value, Digest.Of(Encoding.UTF8.GetBytes(content)), Now.AddHours(hours));

    public static AuditEntry Entry(ShardKey? shard = null) =>
        new(shard ?? Shard, Digest.Of("commitment"u8), Encoding.UTF8.GetBytes("the opening of an entry"));

    public static OutboxMessage Message(string content = "the content of a message") =>
        new(Shard, new Guid("6f1f9c3e-7a3f-4c0e-9a55-1d0c8f0b7a11"), new Uri("dpi:status-lists"), "application/json", Encoding.UTF8.GetBytes(content));
}
