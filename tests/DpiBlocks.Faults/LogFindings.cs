using System.Collections.Immutable;
using System.Text;
using DpiBlocks.Oversight;

namespace DpiBlocks.Faults;

/// <summary>Compares the log with what was acknowledged.</summary>
internal static class LogFindings
{
    /// <summary>Fails unless the log is whole, and goes on from every checkpoint that was ever signed.</summary>
    public static async Task CheckAsync(Ground ground, ImmutableArray<ReadOnlyMemory<byte>> signed, CancellationToken stop)
    {
        var verifier = new CheckpointVerifier(Sequencing.Log.Origin, [Sequencing.Signer.Key], WitnessPolicy.None, TimeProvider.System);
        var newest = (await ground.Log.FindCheckpointAsync(Sequencing.Log.Shard, stop))!.Value;
        var verdict = await new LogAuditor(verifier).VerifyAsync(new StoredTiles(ground.Log, Sequencing.Log), newest, signed, stop);
        verdict.Refusal.Should().BeNull();
        (await ground.Log.FindAsync(Sequencing.Log.Shard, stop)).Should().Match<LogState>(state => state.Unmarked.IsEmpty && state.Size == verdict.GetValueOrThrow().Checkpoint.Checkpoint.Size);
    }

    /// <summary>Counts the entries of the log itself; and the journal must say of each where it is.</summary>
    public static async Task<Tally> CountAsync(Ground ground, IReadOnlyList<int> acknowledged, CancellationToken stop)
    {
        var entries = await ReadEntriesAsync(ground, stop);
        entries.Should().HaveCount(acknowledged.Sum(), "nothing else is in the log");
        var tally = default(Tally);
        for (var lane = 0; lane < Operation.Lanes; lane++)
        {
            var rows = await ground.Journal.ReadAsync(Operation.ShardOf(lane), after: 0, int.MaxValue, stop);
            rows.Should().OnlyContain(row => row.Leaf != null && entries[(int)row.Leaf.Value] == row.Commitment);
            var numbers = Enumerable.Range(0, acknowledged[lane]).ToDictionary(number => Digest.Of(Encoding.UTF8.GetBytes(new Operation(lane, number).Name)));
            tally += Tally.Of(acknowledged[lane], [.. entries.Where(numbers.ContainsKey).Select(entry => numbers[entry])]);
        }

        return tally;
    }

    private static async Task<List<Digest>> ReadEntriesAsync(Ground ground, CancellationToken stop)
    {
        const int length = sizeof(ushort) + 32;      // of an entry: its length and a commitment
        var entries = new List<Digest>();
        for (var tile = new Tile(Tile.EntriesLevel, 0); await ground.Log.ReadTileAsync(Sequencing.Log.Shard, tile, stop) is { } content; tile = tile with { Index = tile.Index + 1 })
        {
            for (var at = 0; at < content.Length; at += length)
            {
                entries.Add(new Digest(content.Span.Slice(at + sizeof(ushort), 32)));
            }
        }

        return entries;
    }
}
