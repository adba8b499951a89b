using System.Buffers.Binary;
using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>A consent as it is kept: the signed bytes as they came, and what changes.</summary>
/// <param name="Shard">The shard: the person's.</param>
/// <param name="Id">Its name.</param>
/// <param name="Content">The signed artefact, as it came.</param>
public sealed record ConsentRecord(ShardKey Shard, ConsentId Id, ReadOnlyMemory<byte> Content)
{
    /// <summary>Gets the hash of the signed artefact.</summary>
    public required Digest Hash { get; init; }

    /// <summary>Gets how many times it has been written: 1 for a new one.</summary>
    public required long Version { get; init; }

    /// <summary>Gets where it was last put.</summary>
    public required ConsentState State { get; init; }

    /// <summary>Gets since when.</summary>
    public required DateTimeOffset StateSince { get; init; }

    /// <summary>Gets until when it holds, for whoever looks for what has ended.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets how many times it was used.</summary>
    public long Uses { get; init; }

    /// <summary>Gets when it was used of late, oldest first: as many as its frequency needs.</summary>
    public ImmutableArray<DateTimeOffset> RecentUses { get; init; } = [];

    /// <summary>Writes <see cref="RecentUses"/> as a column holds them: ticks in UTC, 8 bytes each, the highest byte first.</summary>
    /// <returns>The bytes.</returns>
    public byte[] RecentUsesToByteArray()
    {
        var bytes = new byte[RecentUses.Length * sizeof(long)];
        for (var i = 0; i < RecentUses.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * sizeof(long)), RecentUses[i].UtcTicks);
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="RecentUsesToByteArray"/> wrote.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The times.</returns>
    public static ImmutableArray<DateTimeOffset> RecentUsesFromByteArray(ReadOnlySpan<byte> bytes)
    {
        var times = ImmutableArray.CreateBuilder<DateTimeOffset>(bytes.Length / sizeof(long));
        for (; bytes.Length >= sizeof(long); bytes = bytes[sizeof(long)..])
        {
            times.Add(new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes), TimeSpan.Zero));
        }

        return times.ToImmutable();
    }

    /// <summary>Makes the shard under which the name of a consent is kept, with the shard of its person.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The name.</param>
    /// <returns>The shard.</returns>
    public static ShardKey PointerShard(TenantId tenant, ConsentId id) => ShardKey.Of(tenant, "consent", id.Value);
}
