using System.Collections.Concurrent;
using DpiBlocks.Messaging;

namespace DpiBlocks.Storage.Contract.Messaging;

/// <summary>What every database must keep of <see cref="IOutboxStore"/>.</summary>
public abstract class OutboxStoreContract : OutboxContract
{
    private static readonly Refusal Away = new("test.away", "Not now.");

    [Fact]
    public async Task A_message_is_leased_as_it_was_committed()
    {
        await PutAsync(Samples.Shard);
        var message = Samples.Message() with { Destination = new Uri("https://hooks.example.gov/päth?q=%41'--"), ContentType = "application/jose; x=\"'\"" };
        await Lists.TrySetAsync(Samples.Shard, [], new Effects { Messages = [message] }, Cancel);
        await SplitAsync();
        var lease = await LeaseAsync();
        lease.Shard.Should().Be(Samples.Shard);
        lease.Shard.Tenant.Should().Be(Samples.Tenant);
        lease.Attempts.Should().Be(0);
        lease.Until.Should().Be(Samples.Now + Minute);
        var leased = lease.Messages.Should().ContainSingle().Subject;
        leased.At.Should().Be(Samples.Now);
        leased.Message.Content.ToArray().Should().Equal(message.Content.ToArray());
        (leased.Message with { Content = message.Content }).Should().Be(message);
        leased.Message.Destination.OriginalString.Should().Be(message.Destination.OriginalString);
    }

    [Fact]
    public async Task A_leased_shard_is_given_to_nobody_else_until_the_lease_ends()
    {
        await PutAsync(Samples.Shard, "1", "2");
        var lease = await LeaseAsync();
        await PutAsync(Samples.Shard, "3");
        (await LeaseAllAsync()).Should().BeEmpty();
        Time.Advance(Minute - TimeSpan.FromTicks(1));
        (await LeaseAllAsync()).Should().BeEmpty();
        Time.Advance(TimeSpan.FromTicks(1));
        var second = await LeaseAsync();
        second.Token.Should().NotBe(lease.Token);
        second.Messages.Select(TextOf).Should().Equal("1", "2", "3");

        (await Outbox.SettleAsync(lease, new OutboxProgress(2), Cancel)).Should().BeFalse("it was lost");
        await SettleAsync(second, new OutboxProgress(1));
        (await Outbox.SettleAsync(second, new OutboxProgress(1), Cancel)).Should().BeFalse("it was given back");
        (await LeaseAsync()).Messages.Select(TextOf).Should().Equal("2", "3");
    }

    [Fact]
    public async Task What_was_delivered_is_forgotten_and_the_rest_is_due_at_once()
    {
        await PutAsync(Samples.Shard, "1", "2", "3", "4");
        var lease = await LeaseAsync(messages: 3);
        lease.Messages.Select(TextOf).Should().Equal("1", "2", "3");
        await SettleAsync(lease, new OutboxProgress(3));
        lease = await LeaseAsync();
        lease.Messages.Select(TextOf).Should().Equal("4");
        await SettleAsync(lease, new OutboxProgress(1));
        (await LeaseAllAsync()).Should().BeEmpty();
        Read(Samples.Shard).Outbox.Should().BeEmpty();

        await PutAsync(Samples.Shard, "5");
        (await LeaseAsync()).Messages.Select(TextOf).Should().Equal("5");
    }

    [Fact]
    public async Task A_failure_holds_back_its_own_shard_alone_and_nothing_new_hastens_it()
    {
        await PutAsync(Shard(1), "1", "2");
        await PutAsync(Shard(2), "other");
        var lease = (await LeaseAllAsync()).Single(lease => lease.Shard == Shard(1));
        await SettleAsync(lease, new OutboxProgress(1) { Failure = Away, DueAt = Time.GetUtcNow() + (2 * Minute) });
        await PutAsync(Shard(1), "3");
        Time.Advance(2 * Minute - TimeSpan.FromTicks(1));
        (await LeaseAllAsync()).Should().OnlyContain(lease => lease.Shard == Shard(2));
        Time.Advance(TimeSpan.FromTicks(1));
        lease = await LeaseAsync();
        lease.Messages.Select(TextOf).Should().Equal("2", "3");
        lease.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task What_a_wrong_clock_has_put_off_for_longer_than_anybody_waits_is_due()
    {
        await PutAsync(Shard(1), "1");
        await PutAsync(Shard(2), "2");
        var leases = await LeaseAllAsync();
        await SettleAsync(leases.Single(lease => lease.Shard == Shard(1)), new OutboxProgress(0) { Failure = Away, DueAt = Samples.Now + Hour });
        await SettleAsync(leases.Single(lease => lease.Shard == Shard(2)), new OutboxProgress(0) { Failure = Away, DueAt = Samples.Now + Hour + TimeSpan.FromTicks(1) });
        var lease = await LeaseAsync();
        lease.Shard.Should().Be(Shard(2), "the other one waits for as long as was asked");
        lease.Until.Should().Be(Samples.Now + Minute);
        (await LeaseAllAsync()).Should().BeEmpty("it is leased now");
    }

    [Fact]
    public async Task What_is_leased_for_longer_than_anybody_waits_is_given_to_nobody_else()
    {
        await PutAsync(Samples.Shard, "1");
        (await Outbox.LeaseAsync(1, 1, 3 * Hour, Hour, Cancel)).Should().ContainSingle();
        (await LeaseAllAsync()).Should().BeEmpty("somebody may be sending it");
    }

    [Fact]
    public async Task The_backlog_tells_the_age_of_the_oldest_message_and_since_when_something_is_due()
    {
        (await Outbox.LookAsync(Cancel)).Should().Be(default(OutboxBacklog));
        await PutAsync(Shard(1), "1");
        Time.Advance(Minute);
        await PutAsync(Shard(1), "2");
        await PutAsync(Shard(2), "3");
        (await Outbox.LookAsync(Cancel)).Should().Be(new OutboxBacklog(Samples.Now, Samples.Now));

        var leases = await LeaseAllAsync();
        (await Outbox.LookAsync(Cancel)).Should().Be(new OutboxBacklog(Samples.Now, Samples.Now + (2 * Minute)), "what is leased is taken care of");
        await SettleAsync(leases.Single(lease => lease.Shard == Shard(1)), new OutboxProgress(1) { Failure = Away, DueAt = Samples.Now + Hour });
        await SettleAsync(leases.Single(lease => lease.Shard == Shard(2)), new OutboxProgress(1));
        (await Outbox.LookAsync(Cancel)).Should().Be(new OutboxBacklog(Samples.Now + Minute, Samples.Now + Hour));
    }

    [Fact]
    public async Task Attempts_are_those_of_the_first_message()
    {
        await PutAsync(Samples.Shard, "1", "2", "3");
        await SettleAsync(await LeaseAsync(), new OutboxProgress(0) { Failure = Away });
        await SettleAsync(await LeaseAsync(), new OutboxProgress(0) { Failure = Away });
        await SettleAsync(await LeaseAsync(), new OutboxProgress(0));
        var lease = await LeaseAsync();
        lease.Attempts.Should().Be(2);
        await SettleAsync(lease, new OutboxProgress(1) { Failure = Away });
        lease = await LeaseAsync();
        lease.Attempts.Should().Be(1);
        await SettleAsync(lease, new OutboxProgress(1));
        (await LeaseAsync()).Attempts.Should().Be(0);
    }

    [Fact]
    public async Task The_longest_due_come_first_and_no_more_than_were_asked_for()
    {
        for (var i = 1; i <= 5; i++)
        {
            await PutAsync(Shard(i), "1");
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        (await Outbox.LeaseAsync(3, 1, Minute, Hour, Cancel)).Select(lease => lease.Shard).Should().Equal(Shard(1), Shard(2), Shard(3));
        (await Outbox.LeaseAsync(3, 1, Minute, Hour, Cancel)).Select(lease => lease.Shard).Should().Equal(Shard(4), Shard(5));
        (await Outbox.LeaseAsync(0, 1, Minute, Hour, Cancel)).Should().BeEmpty();
    }

    [Fact]
    public async Task Large_messages_are_leased_few_at_a_time_but_one_always()
    {
        await PutAsync(Samples.Shard, new string('a', 5 * 1024 * 1024), "b");
        var lease = await LeaseAsync();
        lease.Messages.Should().ContainSingle();
        await SettleAsync(lease, new OutboxProgress(1));
        (await LeaseAsync()).Messages.Select(TextOf).Should().Equal("b");
    }

    [Fact]
    public async Task Of_many_dispatchers_at_once_one_has_each_shard()
    {
        for (var i = 1; i <= 24; i++)
        {
            await PutAsync(Shard(i), "1");
        }

        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Outbox.LeaseAsync(100, 1, Minute, Hour, Cancel), Cancel)));
        var all = leases.SelectMany(lease => lease).ToList();
        all.Select(lease => lease.Shard).Should().BeEquivalentTo(Enumerable.Range(1, 24).Select(Shard));
        all.Select(lease => lease.Token).Should().OnlyHaveUniqueItems();
    }

    // Committed just when the last one before it is settled: the shard must become due again.
    [Fact]
    public async Task No_message_is_forgotten_that_is_committed_while_others_are_delivered()
    {
        await PutAsync(Samples.Shard);
        var delivered = new ConcurrentQueue<string>();
        var committing = Task.Run(() => PutAsync(Samples.Shard, [.. Enumerable.Range(1, 200).Select(i => $"{i}")]), Cancel);
        do
        {
            await SplitAsync();
            foreach (var lease in await Outbox.LeaseAsync(1, 3, Minute, Hour, Cancel))
            {
                lease.Messages.Select(TextOf).ToList().ForEach(delivered.Enqueue);
                await SettleAsync(lease, new OutboxProgress(lease.Messages.Length));
            }
        }
        while (!committing.IsCompleted || Read(Samples.Shard).Outbox.Count > 0);
        await committing;
        delivered.Should().Equal(Enumerable.Range(1, 200).Select(i => $"{i}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xD800)]      // half a surrogate pair
    [InlineData(0xDC00)]
    public async Task A_message_that_no_database_can_keep_is_the_callers_fault_and_nothing_is_written(int character)
    {
        await PutAsync(Samples.Shard);
        var good = Samples.Message();
        foreach (var message in new[] { good with { ContentType = $"text/plain{(char)character}" }, good with { Destination = new Uri($"dpi:te{(char)character}st") } })
        {
            var act = () => Lists.TrySetAsync(Samples.Shard, [], new Effects { Messages = [message] }, Cancel).AsTask();
            await act.Should().ThrowAsync<ArgumentException>();
        }

        await SplitAsync();
        Read(Samples.Shard).Outbox.Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_that_can_go_nowhere_is_the_callers_fault()
    {
        await PutAsync(Samples.Shard);
        var message = Samples.Message() with { Destination = new Uri("status-lists", UriKind.Relative) };
        var act = () => Lists.TrySetAsync(Samples.Shard, [], new Effects { Messages = [message] }, Cancel).AsTask();
        await act.Should().ThrowAsync<ArgumentException>();
    }
}
