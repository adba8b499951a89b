using System.Globalization;
using System.Text;
using DpiBlocks.StatusLists;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Storage.Contract;

/// <summary>What every database must keep of the effects of a change: all of them, in order, under the shard of the change.</summary>
public abstract class StagedEffectsContract
{
    private static readonly ShardKey Other = ShardKey.Of(Samples.Tenant, "status-list", "https://status.example.gov/2");

    protected FakeTimeProvider Time { get; } = new(Samples.Now);

    protected abstract IStatusListStore Store { get; }

    protected abstract IStagedEffects Staged { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Effects_keep_the_order_of_their_commits_and_are_numbered_without_a_gap()
    {
        await CreateAsync(Samples.Shard);
        for (var i = 1; i <= 5; i++)
        {
            await CommitAsync(Samples.Shard, i);
            if (i == 3)
            {
                await SplitAsync();
            }
        }

        await SplitAsync();
        var (journal, outbox) = Read(Samples.Shard);
        journal.Should().Equal("1 1a", "2 1b", "3 2a", "4 2b", "5 3a", "6 3b", "7 4a", "8 4b", "9 5a", "10 5b");
        outbox.Should().Equal("1 dpi:test 1", "2 dpi:test 2", "3 dpi:test 3", "4 dpi:test 4", "5 dpi:test 5");
        (await Staged.SplitAsync(10, Cancel)).Should().Be(0);
    }

    [Fact]
    public async Task Each_shard_has_numbers_of_its_own()
    {
        await CreateAsync(Samples.Shard);
        await CreateAsync(Other);
        await CommitAsync(Samples.Shard, 1);
        await CommitAsync(Other, 2);
        await SplitAsync();
        Read(Samples.Shard).Journal.Should().Equal("1 1a", "2 1b");
        Read(Other).Journal.Should().Equal("1 2a", "2 2b");
        Read(Other).Outbox.Should().Equal("1 dpi:test 2");
    }

    [Fact]
    [Attack("STO-12")]
    public async Task Of_64_at_once_each_has_its_place_and_there_is_no_gap()
    {
        await CreateAsync(Samples.Shard);
        await Task.WhenAll(Enumerable.Range(1, 64).Select(i => Task.Run(() => CommitAsync(Samples.Shard, i), Cancel)).Append(Task.Run(SplitAsync, Cancel)));
        await SplitAsync();
        var (journal, outbox) = Read(Samples.Shard);
        journal.Select(line => line.Split(' ')[0]).Should().Equal(Enumerable.Range(1, 128).Select(Text));
        outbox.Select(line => line.Split(' ')[0]).Should().Equal(Enumerable.Range(1, 64).Select(Text));
        outbox.Select(line => line.Split(' ')[2]).Should().BeEquivalentTo(Enumerable.Range(1, 64).Select(Text));
        journal.Select(line => line.Split(' ')[1].TrimEnd('a', 'b')).Chunk(2).Should().OnlyContain(pair => pair[0] == pair[1], "a change's entries stand together");
    }

    [Fact]
    public async Task A_mark_that_is_no_longer_remembered_is_removed()
    {
        await CreateAsync(Samples.Shard);
        await Store.TrySetAsync(Samples.Shard, [], new Effects { Once = Samples.Once(hours: 1) }, Cancel);
        Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        await SplitAsync();
        CountMarks().Should().Be(1);
        Time.Advance(TimeSpan.FromTicks(1));
        await SplitAsync();
        CountMarks().Should().Be(0);
    }

    [Fact]
    public async Task Effects_on_another_shard_are_the_callers_fault()
    {
        await CreateAsync(Samples.Shard);
        foreach (var effects in new[] { new Effects { Audit = [Samples.Entry(Other)] }, new Effects { Messages = [Samples.Message() with { Shard = Other }] } })
        {
            var act = () => Store.TrySetAsync(Samples.Shard, [], effects, Cancel).AsTask();
            await act.Should().ThrowAsync<ArgumentException>();
        }
    }

    protected abstract (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Read(ShardKey shard);

    protected abstract long CountMarks();

    private async Task SplitAsync()
    {
        while (await Staged.SplitAsync(10, Cancel) > 0)
        {
        }
    }

    private async Task CreateAsync(ShardKey shard) =>
        (await Store.TryCreateAsync(shard, Samples.List(), Effects.None, Cancel)).Should().Be(CommitOutcome.Committed);

    // Two entries and a message, committed with a change.
    private async Task CommitAsync(ShardKey shard, int number)
    {
        AuditEntry Entry(string text) => new(shard, Digest.Of(Encoding.UTF8.GetBytes(text)), Encoding.UTF8.GetBytes(text));
        var effects = new Effects
        {
            Audit = [Entry($"{Text(number)}a"), Entry($"{Text(number)}b")],
            Messages = [new OutboxMessage(shard, Guid.CreateVersion7(), new Uri("dpi:test"), "text/plain", Encoding.UTF8.GetBytes(Text(number)))],
        };
        var change = new StatusChange(number, StatusValue.Valid, StatusValue.Invalid);
        (await Store.TrySetAsync(shard, [change], effects, Cancel)).Should().Be(CommitOutcome.Committed);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
