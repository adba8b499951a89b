using System.Collections.Immutable;
using DpiBlocks.StatusLists;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Storage.Contract;

/// <summary>What every database must keep of <see cref="IStatusListStore"/>.</summary>
public abstract partial class StatusListStoreContract
{
    protected FakeTimeProvider Time { get; } = new(Samples.Now);

    protected abstract IStatusListStore Store { get; }

    protected abstract IStagedEffects Staged { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What lies in the journal and the outbox under the sample's shard.</summary>
    protected abstract (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) ReadEffects();

    [Fact]
    public async Task A_list_is_created_once_and_found_as_it_was_defined()
    {
        var list = Samples.List(count: 2048, bits: 4, permanent: false);
        (await Store.TryCreateAsync(Samples.Shard, list, Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
        (await Store.TryCreateAsync(Samples.Shard, Samples.List(), Effects.None, Cancel)).Should().Be(CommitOutcome.Conflict);
        (await Store.FindAsync(Samples.Shard, Cancel)).Should().Be(list);

        var elsewhere = StatusListDefinition.ShardOf(Samples.OtherTenant, Samples.Address);
        (await Store.FindAsync(elsewhere, Cancel)).Should().BeNull();
        (await Store.ReadAsync(elsewhere, Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task A_new_list_is_valid_throughout()
    {
        await CreateAsync();
        var snapshot = await Store.ReadAsync(Samples.Shard, Cancel);
        snapshot!.List.Count.Should().Be(1024);
        NotValid(snapshot).Should().BeEmpty();
    }

    [Fact]
    [Attack("STL-13")]
    public async Task A_list_gives_out_every_entry_once_and_then_none()
    {
        await CreateAsync();
        var given = new HashSet<long>(Enumerable.Range(0, 800).Select(i => (long)(i * 13 % 1024)));
        await Store.TrySetAsync(Samples.Shard, [.. given.Select(index => new StatusChange(index, StatusValue.Valid, StatusValue.Valid))], Effects.None, Cancel);
        for (var i = 0; i < 224; i++)
        {
            given.Add((await DrawAsync())!.Value).Should().BeTrue();
        }

        given.Order().Should().Equal(Enumerable.Range(0, 1024).Select(i => (long)i));
        (await Store.AllocateAsync(Samples.Shard, null, Effects.None, Cancel)).Should().Be(new StatusAllocation(CommitOutcome.Conflict, null));
    }

    [Fact]
    [Attack("STL-13")]
    public async Task Of_64_allocations_at_once_no_two_get_the_same_entry()
    {
        await CreateAsync();
        var given = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(DrawAsync, Cancel)));
        given.Should().NotContainNulls().And.OnlyHaveUniqueItems();
    }

    [Fact]
    [Attack("STL-13")]
    public async Task Of_64_that_want_the_same_entry_one_gets_it()
    {
        await CreateAsync();
        var given = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Task.Run(async () => await Store.AllocateAsync(Samples.Shard, 7, Effects.None, Cancel), Cancel)));
        given.Count(allocation => allocation == new StatusAllocation(CommitOutcome.Committed, 7)).Should().Be(1);
        given.Count(allocation => allocation == new StatusAllocation(CommitOutcome.Conflict, null)).Should().Be(63);
    }

    [Fact]
    public async Task What_was_taken_by_choice_is_never_drawn()
    {
        await CreateAsync();
        await Store.TrySetAsync(
            Samples.Shard, [.. Enumerable.Range(0, 824).Select(i => new StatusChange(1023 - i, StatusValue.Valid, StatusValue.Valid))], Effects.None, Cancel);
        var taken = new HashSet<long>();
        for (var round = 0; round < 50; round++)
        {
            taken.Add((await DrawAsync())!.Value).Should().BeTrue();
            if (await Store.AllocateAsync(Samples.Shard, round * 3, Effects.None, Cancel) is { Index: { } chosen })
            {
                taken.Add(chosen).Should().BeTrue();
            }
            else
            {
                taken.Should().Contain(round * 3);
            }
        }

        while (await DrawAsync() is { } index)
        {
            taken.Add(index).Should().BeTrue();
        }

        taken.Order().Should().Equal(Enumerable.Range(0, 200).Select(i => (long)i));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1024)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task No_entry_outside_the_list_is_given_out_or_set(long index)
    {
        await CreateAsync();
        (await Store.AllocateAsync(Samples.Shard, index, Effects.None, Cancel)).Should().Be(new StatusAllocation(CommitOutcome.Conflict, null));
        (await SetAsync(index, StatusValue.Valid, StatusValue.Invalid)).Should().Be(CommitOutcome.Conflict);
    }

    [Fact]
    public async Task What_does_not_exist_gives_out_and_changes_nothing()
    {
        (await Store.AllocateAsync(Samples.Shard, null, Effects.None, Cancel)).Should().Be(new StatusAllocation(CommitOutcome.Conflict, null));
        (await SetAsync(0, StatusValue.Valid, StatusValue.Invalid)).Should().Be(CommitOutcome.Conflict);
        (await Store.FindAsync(Samples.Shard, Cancel)).Should().BeNull();
    }

    [Fact]
    [Attack("STL-14")]
    public async Task Drawn_entries_are_spread_evenly_and_follow_no_order()
    {
        await CreateAsync(count: 4096);
        var drawn = new List<long>();
        for (var i = 0; i < 512; i++)
        {
            drawn.Add((await DrawAsync())!.Value);
        }

        // 512 draws over 64 cells of 8 expected each. Without replacement the spread is less, never more: 0.001 of chi-square(63) is 103.4.
        var cells = drawn.GroupBy(index => index / 64).ToDictionary(cell => cell.Key, cell => cell.Count());
        var chiSquare = Enumerable.Range(0, 64).Sum(cell => Math.Pow(cells.GetValueOrDefault(cell) - 8, 2) / 8.0);
        chiSquare.Should().BeInRange(15, 103.4);

        // In an order of chance about half of the 511 steps go up, with a variance of 513 / 12; five deviations to either side.
        var up = drawn.Zip(drawn.Skip(1)).Count(step => step.Second > step.First);
        up.Should().BeInRange(255 - 33, 256 + 33);
        drawn.Zip(drawn.Skip(1)).Count(step => Math.Abs(step.Second - step.First) == 1).Should().BeLessThan(10);
    }

    [Fact]
    public async Task An_entry_is_changed_only_while_it_is_as_it_was_read()
    {
        await CreateAsync();
        (await SetAsync(5, StatusValue.Valid, StatusValue.Suspended)).Should().Be(CommitOutcome.Committed);
        (await SetAsync(5, StatusValue.Valid, StatusValue.Invalid)).Should().Be(CommitOutcome.Conflict);
        (await Store.ReadAsync(Samples.Shard, [5, 6], Cancel)).Should().Equal(StatusValue.Suspended, StatusValue.Valid);
        (await SetAsync(5, StatusValue.Suspended, StatusValue.Invalid)).Should().Be(CommitOutcome.Committed);
        NotValid(await Store.ReadAsync(Samples.Shard, Cancel)).Should().Equal((5L, StatusValue.Invalid));
    }

    [Fact]
    public async Task Several_changes_are_made_all_or_none()
    {
        await CreateAsync();
        await SetAsync(9, StatusValue.Valid, StatusValue.Invalid);
        StatusChange[] changes = [new(8, StatusValue.Valid, StatusValue.Invalid), new(9, StatusValue.Valid, StatusValue.Invalid)];
        (await Store.TrySetAsync(Samples.Shard, [.. changes], Effects.None, Cancel)).Should().Be(CommitOutcome.Conflict);
        NotValid(await Store.ReadAsync(Samples.Shard, Cancel)).Should().Equal((9L, StatusValue.Invalid));
    }

    [Fact]
    public async Task An_entry_that_was_set_before_it_was_given_out_is_given_to_nobody()
    {
        await CreateAsync();
        for (var index = 0; index < 20; index++)
        {
            await SetAsync(index, StatusValue.Valid, StatusValue.Invalid);
        }

        await Store.TrySetAsync(
            Samples.Shard, [.. Enumerable.Range(100, 924).Select(index => new StatusChange(index, StatusValue.Valid, StatusValue.Invalid))], Effects.None, Cancel);
        var given = new List<long>();
        while (await DrawAsync() is { } index)
        {
            given.Add(index);
        }

        given.Order().Should().Equal(Enumerable.Range(20, 80).Select(i => (long)i));
    }

    [Fact]
    [Attack("STL-15")]
    public async Task Ten_thousand_revocations_beside_publications_are_all_in_the_end_and_none_is_ever_undone()
    {
        await CreateAsync(count: 16_384, bits: 1);
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<long, bool>();
        var revoking = Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(
            async () =>
            {
                foreach (var chunk in Enumerable.Range(0, 1250).Select(i => (long)((i * 8) + worker)).Chunk((worker * 20) + 1))
                {
                    ImmutableArray<StatusChange> changes = [.. chunk.Select(index => new StatusChange(index, StatusValue.Valid, StatusValue.Invalid))];
                    (await Store.TrySetAsync(Samples.Shard, changes, Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);
                    Array.ForEach(chunk, index => acknowledged.TryAdd(index, true));
                }
            },
            Cancel)));
        var published = 0;
        while (!revoking.IsCompleted)
        {
            var before = acknowledged.Keys;
            var snapshot = await Store.ReadAsync(Samples.Shard, Cancel);
            before.All(index => IsRevoked(snapshot!, index)).Should().BeTrue("what was acknowledged is published");
            published++;
        }

        await revoking;
        published.Should().BePositive();
        NotValid(await Store.ReadAsync(Samples.Shard, Cancel)).Select(entry => entry.Index).Should().Equal(Enumerable.Range(0, 10_000).Select(i => (long)i));
    }

    private static bool IsRevoked(StatusListSnapshot snapshot, long index) => snapshot.List.TryGet(index, out var value) && value == StatusValue.Invalid;

    private static IEnumerable<(long Index, StatusValue Value)> NotValid(StatusListSnapshot? snapshot)
    {
        for (var index = 0L; index < snapshot!.List.Count; index++)
        {
            if (snapshot.List.TryGet(index, out var value) && value != StatusValue.Valid)
            {
                yield return (index, value);
            }
        }
    }

    private async Task CreateAsync(int count = 1024, int bits = 2) =>
        (await Store.TryCreateAsync(Samples.Shard, Samples.List(count, bits), Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);

    private async Task<long?> DrawAsync() => (await Store.AllocateAsync(Samples.Shard, null, Effects.None, Cancel)).Index;

    private async Task<CommitOutcome> SetAsync(long index, StatusValue from, StatusValue to, Effects? effects = null) =>
        await Store.TrySetAsync(Samples.Shard, [new StatusChange(index, from, to)], effects ?? Effects.None, Cancel);
}
