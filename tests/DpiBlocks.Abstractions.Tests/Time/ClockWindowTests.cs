using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Abstractions.Tests.Time;

public sealed class ClockWindowTests
{
    private static readonly DateTimeOffset Installed = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ClockWindow Window = new(Installed, Installed.AddYears(10));

    [Fact]
    public void A_clock_within_the_window_is_believed()
    {
        Window.CheckAt(Installed).Should().BeEquivalentTo(Check.Passed("clock"));
        Window.CheckAt(Window.Latest).Outcome.Should().Be(CheckOutcome.Passed);
    }

    [Fact]
    [Attack("JSN-11")]
    public void A_clock_that_is_400_days_wrong_is_not_believed()
    {
        ShouldNotBelieve(Installed.AddDays(-400));
        ShouldNotBelieve(Window.Latest.AddDays(400));
    }

    [Fact]
    [Attack("JSN-11")]
    public void The_window_ends_exactly()
    {
        ShouldNotBelieve(Installed.AddTicks(-1));
        ShouldNotBelieve(Window.Latest.AddTicks(1));
    }

    [Fact]
    [Attack("JSN-11")]
    public void A_clock_that_shows_the_first_or_the_last_of_all_times_is_not_believed()
    {
        ShouldNotBelieve(DateTimeOffset.MinValue);
        ShouldNotBelieve(DateTimeOffset.MaxValue);
    }

    [Fact]
    [Attack("JSN-11")]
    public void A_clock_that_steps_back_before_the_window_is_not_believed()
    {
        var time = new FakeTimeProvider(Installed);
        Window.CheckAt(time.GetUtcNow()).Outcome.Should().Be(CheckOutcome.Passed);
        time.AdjustTime(Installed.AddHours(-1));
        ShouldNotBelieve(time.GetUtcNow());
    }

    [Fact]
    [Attack("JSN-11")]
    public void No_policy_accepts_what_was_judged_by_a_clock_that_cannot_be_believed()
    {
        var verdict = new VerdictBuilder(new Verdicts.FixedPolicy(RulingKind.Allow), Installed.AddDays(-400));
        verdict.Demand(Window.CheckAt(verdict.At)).Should().BeFalse();
        var result = verdict.Refuse<string>();
        result.Grade.Should().Be(Grade.Undetermined);
        result.Refusal!.Code.Should().Be("time.clock_unreliable");
    }

    [Fact]
    public void A_flat_battery_is_noticed_without_being_told()
    {
        ClockWindow.Default.CheckAt(DateTimeOffset.UnixEpoch).Outcome.Should().Be(CheckOutcome.NotChecked);
        ClockWindow.Default.CheckAt(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)).Outcome.Should().Be(CheckOutcome.NotChecked);
        ClockWindow.Default.CheckAt(Installed).Outcome.Should().Be(CheckOutcome.Passed);
    }

    [Fact]
    public void A_window_that_ends_before_it_begins_is_none() =>
        FluentActions.Invoking(() => new ClockWindow(Installed, Installed.AddTicks(-1))).Should().Throw<ArgumentOutOfRangeException>();

    private static void ShouldNotBelieve(DateTimeOffset now)
    {
        var check = Window.CheckAt(now);
        check.Outcome.Should().Be(CheckOutcome.NotChecked);
        check.Reason!.Code.Should().Be("time.clock_unreliable");
    }
}
