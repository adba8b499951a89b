namespace DpiBlocks.Abstractions.Tests.Commits;

public sealed class EffectsTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ShardKey Shard = ShardKey.Of(TenantId.Parse("t"), "log", "1");

    private static readonly OnceKey Mark = new("dci", "1", Digest.Of([1]), At);

    private static readonly OutboxMessage First = Message(1);

    private static readonly OutboxMessage Second = Message(2);

    [Fact]
    public void Both_become_durable_in_their_order()
    {
        var both = new Effects { Once = Mark, Messages = [First] }.And(new Effects { Messages = [Second] });
        both.Once.Should().Be(Mark);
        both.Messages.Should().Equal(First, Second);
        both.Audit.Should().BeEmpty();
    }

    [Fact]
    public void The_mark_may_come_from_either() => new Effects().And(new Effects { Once = Mark }).Once.Should().Be(Mark);

    [Fact]
    public void Two_marks_cannot_stand_on_one_change() =>
        FluentActions.Invoking(() => new Effects { Once = Mark }.And(new Effects { Once = Mark })).Should().Throw<ArgumentException>();

    [Fact]
    [Attack("STO-20")]
    public void A_mark_whose_name_would_become_another_ones_bytes_is_refused()
    {
        FluentActions.Invoking(() => Mark with { Value = "\ud800" }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Mark with { Scope = "\udc00" }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new OnceKey("dci", "\ud800", Mark.Content, At)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new OnceKey("\ud800", "1", Mark.Content, At)).Should().Throw<ArgumentException>();
        (Mark with { Scope = "\ud83d\ude00", Value = "\ufffd" }).Value.Should().Be("\ufffd");
    }

    [Fact]
    public void Nothing_added_to_nothing_is_nothing()
    {
        var none = Effects.None.And(Effects.None);
        none.Once.Should().BeNull();
        none.Audit.Should().BeEmpty();
        none.Messages.Should().BeEmpty();
    }

    [Fact]
    public void An_outcome_never_given_is_unknown() => default(CommitOutcome).Should().Be(CommitOutcome.Unknown);

    private static OutboxMessage Message(int number) =>
        new(Shard, new Guid(number, 0, 0, new byte[8]), new Uri("dpi:status-lists"), "application/json", "{}"u8.ToArray());
}
