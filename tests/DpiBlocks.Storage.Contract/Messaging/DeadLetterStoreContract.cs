using DpiBlocks.Messaging;

namespace DpiBlocks.Storage.Contract.Messaging;

/// <summary>What every database must keep of <see cref="IDeadLetterStore"/>.</summary>
public abstract class DeadLetterStoreContract : OutboxContract
{
    private static readonly Refusal Reason = new("test.rejected", "It says: \"no\"; '); DROP TABLE dead_letter; --");

    [Fact]
    public async Task What_is_given_up_lies_there_with_its_reason_and_the_later_ones_go_on()
    {
        await PutAsync(Samples.Shard, "1", "2", "3");
        await SettleAsync(await LeaseAsync(), new OutboxProgress(0) { Failure = Reason });
        Time.Advance(Minute);
        var lease = await LeaseAsync();
        await SettleAsync(lease, new OutboxProgress(0) { Failure = Reason, IsDead = true });
        var next = await LeaseAsync();
        next.Messages.Select(TextOf).Should().Equal("2", "3");
        next.Attempts.Should().Be(0);

        var letter = (await DeadLetters.ListAsync(null, 10, Cancel)).Should().ContainSingle().Subject;
        letter.Message.Id.Should().Be(lease.Messages[0].Message.Id);
        letter.Message.Shard.Should().Be(Samples.Shard);
        letter.Message.Content.ToArray().Should().Equal("1"u8.ToArray());
        letter.At.Should().Be(Samples.Now);
        letter.DeadAt.Should().Be(Samples.Now + Minute);
        letter.Attempts.Should().Be(2);
        letter.Reason.Code.Should().Be(Reason.Code);
        letter.Reason.Message.Should().Be(Reason.Message);
        (await DeadLetters.FindAsync(letter.Message.Id, Cancel))!.Sequence.Should().Be(1);
        (await DeadLetters.FindAsync(next.Messages[0].Message.Id, Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task The_last_one_of_a_shard_leaves_nothing_due()
    {
        await PutAsync(Samples.Shard, "1", "2");
        await SettleAsync(await LeaseAsync(), new OutboxProgress(1) { Failure = Reason, IsDead = true });
        (await LeaseAllAsync()).Should().BeEmpty();
        (await DeadLetters.ListAsync(null, 10, Cancel)).Should().ContainSingle().Which.Sequence.Should().Be(2);
    }

    [Fact]
    public async Task Sent_again_it_stands_at_its_old_place_once()
    {
        var letter = await DieAsync("1", "2", "3");
        Time.Advance(Minute);
        (await DeadLetters.RetryAsync(letter, new Effects { Audit = [Samples.Entry()] }, Cancel)).Should().Be(CommitOutcome.Committed);
        (await DeadLetters.RetryAsync(letter, new Effects { Audit = [Samples.Entry()] }, Cancel)).Should().Be(CommitOutcome.Conflict);
        await SplitAsync();
        Read(Samples.Shard).Journal.Should().ContainSingle("the second one had no effect");
        (await DeadLetters.ListAsync(null, 10, Cancel)).Should().BeEmpty();

        var lease = await LeaseAsync();
        lease.Messages.Select(TextOf).Should().Equal("1", "2", "3");
        lease.Messages[0].At.Should().Be(Samples.Now + Minute);
        lease.Messages[0].Message.Id.Should().Be(letter.Message.Id);
    }

    [Fact]
    public async Task Sent_again_it_does_not_wait_for_the_one_that_holds_its_shard_back()
    {
        var letter = await DieAsync("1", "2");
        await SettleAsync(await LeaseAsync(), new OutboxProgress(0) { Failure = Reason, DueAt = Samples.Now + TimeSpan.FromHours(1) });
        await DeadLetters.RetryAsync(letter, Effects.None, Cancel);
        var lease = await LeaseAsync();
        lease.Messages.Select(TextOf).Should().Equal("1", "2");
        lease.Attempts.Should().Be(0);
    }

    [Fact]
    public async Task Sent_again_while_its_shard_is_being_sent_from_it_is_not_taken_for_delivered()
    {
        var letter = await DieAsync("1", "2", "3");
        var lease = await LeaseAsync();
        await DeadLetters.RetryAsync(letter, Effects.None, Cancel);
        (await LeaseAllAsync()).Should().BeEmpty("the lease holds");
        await SettleAsync(lease, new OutboxProgress(2));
        (await LeaseAsync()).Messages.Select(TextOf).Should().Equal("1");
    }

    [Fact]
    public async Task Sent_again_from_a_shard_that_has_nothing_else_it_is_due()
    {
        var letter = await DieAsync("1");
        (await LeaseAllAsync()).Should().BeEmpty();
        await DeadLetters.RetryAsync(letter, Effects.None, Cancel);
        (await LeaseAsync()).Messages.Select(TextOf).Should().Equal("1");
    }

    [Fact]
    public async Task They_are_listed_in_pages_in_the_order_in_which_they_were_given_up()
    {
        for (var i = 1; i <= 7; i++)
        {
            await PutAsync(Shard(i), "1");
            await SettleAsync(await LeaseAsync(), new OutboxProgress(0) { Failure = Reason, IsDead = true });
            Time.Advance(TimeSpan.FromSeconds(i % 2));      // some at the same time
        }

        var listed = new List<DeadLetter>();
        while (await DeadLetters.ListAsync(listed.LastOrDefault(), 2, Cancel) is { IsEmpty: false } page)
        {
            page.Length.Should().BeLessThanOrEqualTo(2);
            listed.AddRange(page);
        }

        listed.Select(letter => letter.Message.Shard).Should().BeEquivalentTo(Enumerable.Range(1, 7).Select(Shard)).And.OnlyHaveUniqueItems();
        listed.Select(letter => letter.DeadAt).Should().BeInAscendingOrder();
    }

    private async Task<DeadLetter> DieAsync(params string[] contents)
    {
        await PutAsync(Samples.Shard, contents);
        await SettleAsync(await LeaseAsync(), new OutboxProgress(0) { Failure = Reason, IsDead = true });
        return (await DeadLetters.ListAsync(null, 10, Cancel)).Single();
    }
}
