using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DpiBlocks.StatusLists;

namespace DpiBlocks.Faults;

/// <summary>One change with everything that must become durable with it: operation <paramref name="Number"/> on lane <paramref name="Lane"/>.</summary>
/// <remarks>The same operation always carries the same mark, so it may be asked for again after any fault and must have its effect once.</remarks>
public readonly record struct Operation(int Lane, int Number)
{
    public const int Lanes = 4;

    private static readonly TimeSpan RememberFor = TimeSpan.FromDays(7);      // longer than any clock is wrong

    public static readonly TenantId Tenant = TenantId.Parse("home-office");

    /// <summary>Gets or sets where the messages of this process go.</summary>
    public static Uri Destination { get; set; } = new("dpi:faults");

    /// <summary>Gets the list of the lane: each lane is a shard with an order of its own.</summary>
    public static StatusListDefinition ListOf(int lane) =>
        new(new Uri(string.Create(CultureInfo.InvariantCulture, $"https://status.example.gov/{lane}"))) { Count = 1 << 20, Bits = 1 };

    public static ShardKey ShardOf(int lane) => StatusListDefinition.ShardOf(Tenant, ListOf(lane).Address);

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Lane}/{Number}");

    /// <summary>Reads its name.</summary>
    public static Operation Parse(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name).Split('/') is [var lane, var number]
        ? new Operation(int.Parse(lane, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture))
        : throw new FormatException("That is no operation.");

    public async Task<CommitOutcome> RunAsync(Ground ground) => (await ground.Lists.AllocateAsync(ShardOf(Lane), index: null, Effects())).Outcome;

    /// <summary>Carries it out, or says by its code why that was refused.</summary>
    public async Task<string?> TryAsync(Ground ground)
    {
        try
        {
            return await RunAsync(ground) is var outcome and not CommitOutcome.Committed ? outcome.ToString() : null;
        }
        catch (StorageException exception)
        {
            return exception.Refusal.Code;
        }
    }

    private Effects Effects()
    {
        var name = Encoding.UTF8.GetBytes(Name);
        var id = new byte[16];
        BinaryPrimitives.WriteInt32BigEndian(id, Lane);
        BinaryPrimitives.WriteInt32BigEndian(id.AsSpan(4), Number);
        return new Effects
        {
            Once = new OnceKey("faults", Name, Digest.Of(name), JumpingClock.Instance.GetUtcNow() + RememberFor),
            Audit = [new AuditEntry(ShardOf(Lane), Digest.Of(name), name)],
            Messages = [new OutboxMessage(ShardOf(Lane), new Guid(id, bigEndian: true), Destination, "text/plain", name)],
        };
    }
}
