using System.Diagnostics.Metrics;

namespace DpiBlocks.Messaging.Tests.Outbox;

public sealed class ClockTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly World _world = new();
    private readonly SteppingClock _clock;
    private readonly MemoryOutbox _outbox;

    public ClockTests()
    {
        _clock = new SteppingClock(_world.Time);
        _outbox = new MemoryOutbox(_clock);
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(1)]
    [InlineData(0)]
    public async Task A_clock_that_is_set_wrong_puts_off_no_message_for_longer_than_the_longest_wait_and_gives_none_up(int hours)
    {
        var away = true;
        var transport = new RecordingTransport(_ => away ? Delivery.Later(World.Away) : Delivery.Delivered);
        var dispatcher = DispatcherOf(transport);
        for (var person = 0; person < 8; person++)
        {
            _outbox.Add(World.Message($"person-{person}", "1"));
        }

        await dispatcher.DispatchAsync(World.Cancel);      // all fail, and their destination is taken to be out
        _clock.Wrong = TimeSpan.FromHours(hours);
        away = false;
        for (var minute = 0; minute < 70 && _outbox.Pending > 0; minute++)
        {
            _world.Time.Advance(TimeSpan.FromMinutes(1));
            await dispatcher.DispatchAsync(World.Cancel);
        }

        _outbox.Pending.Should().Be(0);
        _outbox.Dead.Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_that_was_committed_by_a_clock_a_day_behind_is_not_given_up_at_its_first_failure()
    {
        _clock.Wrong = -Day;
        _outbox.Add(World.Message("ada", "1"));
        _clock.Wrong = TimeSpan.Zero;
        await DispatcherOf(new RecordingTransport(_ => Delivery.Later(World.Away))).DispatchAsync(World.Cancel);
        _outbox.Dead.Should().BeEmpty();
        _outbox.Pending.Should().Be(1);
    }

    [Theory]
    [InlineData(0, 90)]
    [InlineData(2, 0)]      // committed by a clock that was ahead
    public async Task The_age_of_the_oldest_message_is_measured(int minutesAhead, double expected)
    {
        var ages = new List<double>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, to) => Listen(instrument, to) };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => { lock (ages) { ages.Add(value); } });
        listener.Start();
        _clock.Wrong = TimeSpan.FromMinutes(minutesAhead);
        _outbox.Add(World.Message("ada", "1"));
        _clock.Wrong = TimeSpan.Zero;
        _world.Time.Advance(TimeSpan.FromSeconds(90));
        using var stop = new CancellationTokenSource();
        var running = DispatcherOf(new RecordingTransport(_ => Delivery.Later(World.Away))).RunAsync(stop.Token);
        await stop.CancelAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await running;
        lock (ages)
        {
            ages.Should().Contain(expected);      // other tests measure too
        }
    }

    private OutboxDispatcher DispatcherOf(IMessageTransport transport) => new(_outbox, _outbox, [transport], _clock, _world.Options);

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument is { Meter.Name: MessagingTelemetry.Meter, Name: "dpiblocks.messaging.oldest_message.age" })
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }
}
