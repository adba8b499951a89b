using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Storage.Contract;

/// <summary>What every database must keep of <see cref="IOnceStore"/>.</summary>
public abstract class OnceStoreContract
{
    protected FakeTimeProvider Time { get; } = new(Samples.Now);

    protected abstract IOnceStore Store { get; }

    [Fact]
    public async Task A_mark_is_left_once_and_found_again_with_its_answer()
    {
        var once = Samples.Once() with { Answer = "the answer"u8.ToArray() };
        (await Store.TryAddAsync(Samples.Shard, once, Cancel)).Should().Be(CommitOutcome.Committed);
        (await Store.TryAddAsync(Samples.Shard, once, Cancel)).Should().Be(CommitOutcome.AlreadyCommitted);

        var found = await Store.FindAsync(Samples.Shard, once.Scope, once.Value, Cancel);
        found!.Content.Should().Be(once.Content);
        found.KeepUntil.Should().Be(once.KeepUntil);
        found.Answer.ToArray().Should().Equal(once.Answer.ToArray());
    }

    [Fact]
    public async Task The_same_name_on_other_content_is_a_conflict_and_changes_nothing()
    {
        await Store.TryAddAsync(Samples.Shard, Samples.Once(), Cancel);
        (await Store.TryAddAsync(Samples.Shard, Samples.Once(content: "other"), Cancel)).Should().Be(CommitOutcome.Conflict);
        (await Store.FindAsync(Samples.Shard, "test", "42", Cancel))!.Content.Should().Be(Samples.Once().Content);
    }

    [Fact]
    [Attack("STO-13")]
    public async Task Of_64_at_once_exactly_one_is_told_committed()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Task.Run(async () => await Store.TryAddAsync(Samples.Shard, Samples.Once(), Cancel), Cancel)));
        outcomes.Count(outcome => outcome is CommitOutcome.Committed).Should().Be(1);
        outcomes.Count(outcome => outcome is CommitOutcome.AlreadyCommitted).Should().Be(63);
    }

    [Fact]
    [Attack("STO-13")]
    public async Task The_same_name_in_another_scope_or_of_another_tenant_is_another_name()
    {
        (await Store.TryAddAsync(Samples.Shard, Samples.Once(), Cancel)).Should().Be(CommitOutcome.Committed);
        (await Store.TryAddAsync(Samples.Shard, Samples.Once() with { Scope = "other" }, Cancel)).Should().Be(CommitOutcome.Committed);
        var elsewhere = ShardKey.Of(Samples.OtherTenant, "status-list", Samples.Address.OriginalString);
        (await Store.FindAsync(elsewhere, "test", "42", Cancel)).Should().BeNull();
        (await Store.TryAddAsync(elsewhere, Samples.Once(content: "other"), Cancel)).Should().Be(CommitOutcome.Committed);
    }

    [Fact]
    [Attack("STO-13")]
    public async Task A_mark_is_forgotten_at_its_time_and_not_before()
    {
        await Store.TryAddAsync(Samples.Shard, Samples.Once(hours: 1), Cancel);
        Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        (await Store.FindAsync(Samples.Shard, "test", "42", Cancel)).Should().NotBeNull();
        (await Store.TryAddAsync(Samples.Shard, Samples.Once(content: "other", hours: 2), Cancel)).Should().Be(CommitOutcome.Conflict);

        Time.Advance(TimeSpan.FromTicks(1));
        (await Store.FindAsync(Samples.Shard, "test", "42", Cancel)).Should().BeNull();
        (await Store.TryAddAsync(Samples.Shard, Samples.Once(content: "other", hours: 2), Cancel)).Should().Be(CommitOutcome.Committed);
    }

    [Fact]
    [Attack("STO-13")]
    public async Task A_mark_that_would_be_forgotten_already_is_not_left()
    {
        Time.Advance(TimeSpan.FromHours(1));
        (await Store.TryAddAsync(Samples.Shard, Samples.Once(hours: 1), Cancel)).Should().Be(CommitOutcome.Conflict);
        (await Store.TryAddAsync(Samples.Shard, Samples.Once(hours: 2), Cancel)).Should().Be(CommitOutcome.Committed);
    }

    [Fact]
    [Attack("STO-14")]
    public async Task Names_that_look_like_a_query_are_names()
    {
        string[] hostile =
        [
            "'; DROP TABLE once_mark; --", "\" OR \"\"=\"", "%", "_", "1 OR 1=1", "$1", "a\0b", "\\", "]", "); DELETE FROM once_mark WHERE (1=1", "", " ", "ı", "\u202e",
        ];
        foreach (var text in hostile)
        {
            var once = Samples.Once(text, content: text) with { Scope = text };
            (await Store.TryAddAsync(Samples.Shard, once, Cancel)).Should().Be(CommitOutcome.Committed);
        }

        foreach (var text in hostile)
        {
            (await Store.FindAsync(Samples.Shard, text, text, Cancel))!.Content.Should().Be(Digest.Of(Encoding.UTF8.GetBytes(text)));
        }

        (await Store.FindAsync(Samples.Shard, "%", "_", Cancel)).Should().BeNull();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
