using CsCheck;

namespace DpiBlocks.Oversight.Tests.Log;

public sealed class LogReaderTests
{
    private const int Sizes = 256;

    private static readonly MemoryLog Large = MemoryLog.Of(70_000);
    private static readonly MemoryLog Small = MemoryLog.Of(Sizes);
    private static readonly Digest[] Leaves = [.. Small.Entries.Select(entry => MerkleTree.HashLeaf(entry))];

    [Fact]
    public async Task Every_root_is_the_one_of_the_definition()
    {
        for (var size = 0; size <= Sizes; size++)
        {
            (await new LogReader(Small, Sizes).ComputeRootAsync(size)).Should().Be(MemoryLog.RootOf(Leaves.AsSpan(0, size)));
        }
    }

    [Fact]
    public async Task Every_leaf_is_proved_in_every_tree()
    {
        for (var size = 1; size <= Sizes; size++)
        {
            var (reader, root) = (new LogReader(Small, size), MemoryLog.RootOf(Leaves.AsSpan(0, size)));
            for (var index = 0; index < size; index++)
            {
                var proof = await reader.ProveInclusionAsync(index);
                proof!.Verify(Leaves[index], root).Should().BeNull();
                proof.Verify(Leaves[(index + 1) % Sizes], root)!.Code.Should().Be(AuditRefusalCodes.ProofInvalid);
            }
        }
    }

    [Fact]
    public async Task Every_tree_is_proved_to_begin_with_every_older_one()
    {
        var roots = Enumerable.Range(0, Sizes + 1).Select(size => MemoryLog.RootOf(Leaves.AsSpan(0, size))).ToArray();
        for (var size = 2; size <= Sizes; size++)
        {
            var reader = new LogReader(Small, size);
            for (var old = 1; old < size; old++)
            {
                var proof = await reader.ProveConsistencyAsync(old);
                proof!.Verify(roots[old], roots[size]).Should().BeNull();
                proof.Verify(roots[old - 1], roots[size])!.Code.Should().Be(AuditRefusalCodes.ProofInvalid);
            }
        }
    }

    [Fact]
    public void Trees_of_several_levels_are_proved_too() =>
        Gen.Select(Gen.Int[1, 70_000], Gen.Int[1, 70_000]).Sample(
            pair =>
            {
                var (old, size) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
                var reader = new LogReader(Large, size);
                var root = Wait(reader.ComputeRootAsync())!.Value;
                Wait(reader.ProveInclusionAsync(old - 1))!.Verify(MerkleTree.HashLeaf(Large.Entries[old - 1]), root).Should().BeNull();
                if (old < size)
                {
                    Wait(reader.ProveConsistencyAsync(old))!.Verify(Wait(reader.ComputeRootAsync(old))!.Value, root).Should().BeNull();
                }
            },
            iter: 200,
            threads: 1);

    // In a tree of 70,000 leaves: one tile of each level towards the leaf, and one of each level at the right edge.
    [Fact]
    public async Task A_proof_reads_only_the_tiles_it_needs()
    {
        var log = MemoryLog.Of(70_000);
        (await new LogReader(log, 70_000).ProveInclusionAsync(12_345)).Should().NotBeNull();
        log.Reads.Should().BeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task A_log_goes_on_where_it_stopped()
    {
        var (log, whole) = (new MemoryLog(), MemoryLog.Of(1_300));
        for (var size = 0; size < 1_300; size += 13)
        {
            log.Append(13);
            await log.RestartAsync();
        }

        (await new LogReader(log, log.Size).ComputeRootAsync()).Should().Be(whole.Root);
        log.Tiles.Should().HaveCount(whole.Tiles.Count);
        foreach (var (tile, content) in whole.Tiles)
        {
            log.Tiles[tile].Should().Equal(content);
        }
    }

    [Fact]
    public async Task A_missing_or_short_tile_gives_no_proof()
    {
        var log = MemoryLog.Of(600);
        (await new LogReader(log, 600).ProveInclusionAsync(300)).Should().NotBeNull();
        var tile = new Tile(0, 1);
        log.Tiles[tile] = log.Tiles[tile][..^1];
        (await new LogReader(log, 600).ProveInclusionAsync(300)).Should().BeNull();
        log.Tiles.Remove(tile);
        (await new LogReader(log, 600).ProveInclusionAsync(300)).Should().BeNull();
        (await new LogReader(log, 600).ProveConsistencyAsync(300)).Should().BeNull();
        (await new LogReader(log, 600).ComputeRootAsync(300)).Should().BeNull();
    }

    [Fact]
    public async Task What_cannot_be_proved_is_the_callers_fault()
    {
        var reader = new LogReader(Small, 10);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.ProveInclusionAsync(10).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.ProveInclusionAsync(-1).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.ProveConsistencyAsync(0).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.ProveConsistencyAsync(10).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await reader.ComputeRootAsync(11));
    }

    private static T Wait<T>(ValueTask<T> task)
    {
        task.IsCompleted.Should().BeTrue();
        return task.Result;
    }
}
