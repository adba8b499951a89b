using System.Text;

namespace DpiBlocks.Messaging.Tests.Inbox;

public sealed class InboxTests
{
    private static readonly Refusal NotAllowed = new("test.not_allowed", "Not in this state.");

    private readonly World _world = new();
    private readonly MemoryMarks _marks = new();
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task A_message_has_its_effect_once()
    {
        var inbox = Inbox();
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Should().Be(new InboxResult(InboxOutcome.Processed));
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Should().Be(new InboxResult(InboxOutcome.AlreadyProcessed));
        _marks.Changes.Should().ContainSingle();
        var mark = _marks.Marks.Single();
        mark.Value.Should().Be(_id.ToString());
        mark.KeepUntil.Should().Be(World.Now + TimeSpan.FromDays(45));
    }

    [Fact]
    [Attack("STO-13")]
    public async Task Of_64_at_once_one_has_its_effect_and_all_are_acknowledged()
    {
        var inbox = Inbox();
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Task.Run(async () => await inbox.ReceiveAsync("test", Message(), World.Cancel), World.Cancel)));
        results.Should().OnlyContain(result => result.IsAcknowledged);
        results.Count(result => result.Outcome is InboxOutcome.Processed).Should().Be(1);
        _marks.Changes.Should().ContainSingle();
    }

    [Theory]
    [InlineData("other content", "application/json")]
    [InlineData("content", "text/plain")]
    public async Task The_same_id_on_other_content_is_a_conflict(string content, string contentType)
    {
        var inbox = Inbox();
        await inbox.ReceiveAsync("test", Message(), World.Cancel);
        var result = await inbox.ReceiveAsync("test", Message() with { Content = Encoding.UTF8.GetBytes(content), ContentType = contentType }, World.Cancel);
        result.Outcome.Should().Be(InboxOutcome.Conflict);
        (result.Refusal?.Code).Should().Be(MessagingRefusalCodes.IdReused);
        result.IsAcknowledged.Should().BeFalse();
        _marks.Changes.Should().ContainSingle();
    }

    [Fact]
    public async Task Nobody_uses_up_the_ids_of_another_sender_handler_or_tenant()
    {
        var inbox = Inbox();
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Outcome.Should().Be(InboxOutcome.Processed);
        (await inbox.ReceiveAsync("test", Message() with { Sender = "https://other.example" }, World.Cancel)).Outcome.Should().Be(InboxOutcome.Processed);
        (await inbox.ReceiveAsync("test", Message() with { Tenant = TenantId.Parse("tax-office") }, World.Cancel)).Outcome.Should().Be(InboxOutcome.Processed);
        (await inbox.ReceiveAsync("test-2", Message(), World.Cancel)).Outcome.Should().Be(InboxOutcome.Processed);
    }

    [Fact]
    public async Task A_message_that_comes_again_is_not_judged_by_the_state_that_has_it_in()
    {
        var ended = false;
        var inbox = Inbox(Commit(async (once, stop) =>
        {
            if (ended)
            {
                return Handled.Refused(NotAllowed);
            }

            ended = true;
            return new Handled(await _marks.TryAddAsync(World.Shard("ada"), once, stop));
        }));
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Outcome.Should().Be(InboxOutcome.Processed);
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Outcome.Should().Be(InboxOutcome.AlreadyProcessed);
        (await inbox.ReceiveAsync("test", Message() with { Id = Guid.NewGuid() }, World.Cancel)).Should().Be(new InboxResult(InboxOutcome.Refused, NotAllowed));
    }

    // The same message was at work twice, and the other one was faster.
    [Fact]
    public async Task Nor_when_it_became_so_meanwhile()
    {
        var inbox = Inbox(Commit(async (once, stop) =>
        {
            await _marks.TryAddAsync(World.Shard("ada"), once, stop);
            return Handled.Refused(NotAllowed);
        }));
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Outcome.Should().Be(InboxOutcome.AlreadyProcessed);
    }

    [Fact]
    public async Task A_refusal_leaves_no_mark()
    {
        var allowed = false;
        var inbox = Inbox(Commit(async (once, stop) =>
            allowed ? new Handled(await _marks.TryAddAsync(World.Shard("ada"), once, stop)) : Handled.Refused(NotAllowed)));
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Should().Be(new InboxResult(InboxOutcome.Refused, NotAllowed));
        allowed = true;
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Outcome.Should().Be(InboxOutcome.Processed);
    }

    [Fact]
    public async Task A_state_that_has_moved_on_is_read_again_a_few_times()
    {
        var lost = 0;
        var inbox = Inbox(Commit(async (once, stop) =>
            ++lost < 4 ? new Handled(CommitOutcome.Conflict) : new Handled(await _marks.TryAddAsync(World.Shard("ada"), once, stop))));
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Outcome.Should().Be(InboxOutcome.Processed);

        var always = Inbox(Commit((_, _) => ValueTask.FromResult(new Handled(CommitOutcome.Conflict))));
        var result = await always.ReceiveAsync("test", Message() with { Id = Guid.NewGuid() }, World.Cancel);
        result.Outcome.Should().Be(InboxOutcome.Unknown);
        (result.Refusal?.Code).Should().Be(MessagingRefusalCodes.Busy);
    }

    [Theory]
    [InlineData(true, InboxOutcome.AlreadyProcessed)]
    [InlineData(false, InboxOutcome.Unknown)]
    [Attack("STO-05")]
    public async Task A_commit_whose_answer_was_lost_is_told_by_its_mark(bool durable, InboxOutcome expected)
    {
        var inbox = Inbox(Commit(async (once, stop) =>
        {
            if (durable)
            {
                await _marks.TryAddAsync(World.Shard("ada"), once, stop);
            }

            return new Handled(CommitOutcome.Unknown);
        }));
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Outcome.Should().Be(expected);
    }

    [Fact]
    public async Task What_the_handler_cannot_read_is_refused()
    {
        var result = await Inbox(Handling.Refuse(NotAllowed)).ReceiveAsync("test", Message(), World.Cancel);
        result.Should().Be(new InboxResult(InboxOutcome.Refused, NotAllowed));
    }

    [Fact]
    public async Task What_nobody_handles_or_is_too_large_is_refused_unread()
    {
        var inbox = new DpiBlocks.Messaging.Inbox(_marks, [KeyValuePair.Create("test", (IMessageHandler)new Handler(_ => throw new InvalidOperationException()))], _world.Time, new InboxOptions { MaxBytes = 6 });
        var unknown = await inbox.ReceiveAsync("other", Message() with { Content = new byte[6] }, World.Cancel);
        unknown.Outcome.Should().Be(InboxOutcome.Refused);
        (unknown.Refusal?.Code).Should().Be(MessagingRefusalCodes.NoHandler);
        (await inbox.ReceiveAsync("test", Message(), World.Cancel)).Refusal!.Code.Should().Be(MessagingRefusalCodes.TooLarge);
        await FluentActions.Awaiting(() => inbox.ReceiveAsync("test", Message() with { Content = new byte[6] }, World.Cancel).AsTask())
            .Should().ThrowAsync<InvalidOperationException>("it was small enough to be read");
    }

    private static Handling Commit(Func<OnceKey, CancellationToken, ValueTask<Handled>> change) => Handling.Commit(World.Shard("ada"), change);

    private InboxMessage Message() => new(World.Tenant, "https://sender.example", _id, "application/json", "content"u8.ToArray());

    private DpiBlocks.Messaging.Inbox Inbox(Handling? handling = null)
    {
        var handler = new Handler(message => handling ?? Handling.Commit(
            ShardKey.Of(message.Tenant, SubjectId.Parse("ada")), (once, stop) => _marks.TryAddAsync(ShardKey.Of(message.Tenant, SubjectId.Parse("ada")), once, stop)));
        return new(_marks, [KeyValuePair.Create("test", (IMessageHandler)handler), KeyValuePair.Create("test-2", (IMessageHandler)handler)], _world.Time);
    }

    private sealed class Handler(Func<InboxMessage, Handling> read) : IMessageHandler
    {
        public Handling Read(InboxMessage message) => read(message);
    }
}
