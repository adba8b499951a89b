namespace DpiBlocks.Messaging.Tests.Outbox;

public sealed class OutboxWorkerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task It_sends_what_comes_while_it_runs_and_stops_when_told()
    {
        var transport = new RecordingTransport();
        using var stop = new CancellationTokenSource();
        var running = _world.Dispatcher(transport).RunAsync(stop.Token);
        for (var i = 1; i <= 5; i++)
        {
            _world.Put("ada", $"{i}");
            await UntilAsync(() => transport.Messages.Count == i);
        }

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), World.Cancel);
        transport.Texts.Should().Equal("1", "2", "3", "4", "5");
    }

    [Fact]
    public async Task A_database_that_is_away_stops_it_only_for_a_while()
    {
        var transport = new RecordingTransport();
        _world.Outbox.Broken = new StorageException(new Refusal(StorageRefusalCodes.Unavailable, "Away."));
        using var stop = new CancellationTokenSource();
        var running = _world.Dispatcher(transport).RunAsync(stop.Token);
        _world.Put("ada", "1");
        for (var i = 0; i < 20; i++)
        {
            _world.Time.Advance(_world.Options.PollInterval);
            await Task.Yield();
        }

        running.IsCompleted.Should().BeFalse();
        _world.Outbox.Broken = null;
        await UntilAsync(() => transport.Messages.Count == 1);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), World.Cancel);
    }

    [Fact]
    public async Task What_is_being_sent_when_it_is_stopped_may_end()
    {
        var arrived = new TaskCompletionSource();
        var transport = new RecordingTransport(async (_, _) =>
        {
            await arrived.Task;
            return Delivery.Delivered;
        });
        _world.Put("ada", "1", "2");
        using var stop = new CancellationTokenSource();
        var running = _world.Dispatcher(transport).RunAsync(stop.Token);
        await UntilAsync(() => transport.Messages.Count == 1);
        await stop.CancelAsync();
        arrived.SetResult();
        await running.WaitAsync(TimeSpan.FromSeconds(30), World.Cancel);
        (2 - transport.Messages.Count).Should().Be(_world.Outbox.Pending, "what was sent is forgotten, and nothing else");
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_given_up_and_counts_as_not_tried()
    {
        var transport = new RecordingTransport(async (_, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return Delivery.Delivered;
        });
        _world.Options.SendTimeout = TimeSpan.FromMinutes(5);
        _world.Put("ada", "1");
        using var stop = new CancellationTokenSource();
        var running = _world.Dispatcher(transport).RunAsync(stop.Token);
        await UntilAsync(() => transport.Messages.Count == 1);
        await stop.CancelAsync();
        running.IsCompleted.Should().BeFalse();
        await UntilAsync(() => running.IsCompleted);
        _world.Outbox.Pending.Should().Be(1);
        _world.Outbox.AttemptsOf(World.Shard("ada")).Should().Be(0);
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 2_000 && !condition(); i++)
        {
            _world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, World.Cancel);
        }

        condition().Should().BeTrue();
    }
}
