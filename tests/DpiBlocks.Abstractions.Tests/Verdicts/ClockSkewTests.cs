namespace DpiBlocks.Abstractions.Tests.Verdicts;

public sealed class ClockSkewTests
{
    [Fact]
    public void Two_clocks_may_differ_by_a_minute_unless_said_otherwise() =>
        default(ClockSkew).Value.Should().Be(TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public void Up_to_five_minutes_may_be_said(int seconds) =>
        new ClockSkew(TimeSpan.FromSeconds(seconds)).Value.Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(-1)]
    [InlineData((300 * TimeSpan.TicksPerSecond) + 1)]
    public void Less_than_nothing_and_more_than_five_minutes_may_not(long ticks) =>
        FluentActions.Invoking(() => new ClockSkew(TimeSpan.FromTicks(ticks))).Should().Throw<ArgumentOutOfRangeException>();
}
