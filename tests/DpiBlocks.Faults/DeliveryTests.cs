namespace DpiBlocks.Faults;

/// <summary>
/// From one database to another over HTTP or NATS: writer, two dispatchers, receiver and whatever servers there are (the database, NATS) are
/// killed in turn while messages flow. Each message has its effect exactly once, in the order of its shard.
/// </summary>
public sealed class DeliveryTests
{
    private const int Kills = 12;

    [Fact]
    public async Task Over_SQLite_whoever_is_killed_every_message_has_its_effect_once_and_in_order()
    {
        using var folder = new TemporaryFolder();
        await RunAsync("SQLite to SQLite over HTTP: everyone is killed in turn", Ends.In(folder), url: null);
    }

    [Fact]
    public async Task Over_PostgreSQL_whoever_is_killed_every_message_has_its_effect_once_and_in_order()
    {
        await using var server = await PostgresServer.StartAsync();
        await RunAsync("PostgreSQL to PostgreSQL over HTTP: everyone is killed in turn", await Ends.InAsync(server), url: null, () => RestartAsync(server));
    }

    [Fact]
    public async Task Over_NATS_and_SQLite_whoever_is_killed_every_message_has_its_effect_once_and_in_order()
    {
        await using var nats = await NatsServer.StartAsync();
        using var folder = new TemporaryFolder();
        await RunAsync("SQLite to SQLite over NATS: everyone is killed in turn", Ends.In(folder), nats.Url, () => RestartAsync(nats));
    }

    [Fact]
    public async Task Over_NATS_and_PostgreSQL_whoever_is_killed_every_message_has_its_effect_once_and_in_order()
    {
        await using var nats = await NatsServer.StartAsync();
        await using var server = await PostgresServer.StartAsync();
        await RunAsync(
            "PostgreSQL to PostgreSQL over NATS: everyone is killed in turn", await Ends.InAsync(server), nats.Url, () => RestartAsync(nats), () => RestartAsync(server));
    }

    private static async Task RunAsync(string fault, Ends ends, string? url, params Func<Task>[] servers)
    {
        var stop = TestContext.Current.CancellationToken;
        await ends.PrepareAsync();
        if (url is not null)
        {
            await NatsDelivery.PrepareAsync(url);
        }

        var port = Ends.FreePort();
        var writer = new Writer(ends.Sender, url is null ? $"http://127.0.0.1:{port}/hook" : NatsDelivery.Destination);
        string[] dispatching = ["dispatch", ends.Sender, .. url is null ? Array.Empty<string>() : [url]];
        using var receiving = new Companion("receive", ends.Receiver, url ?? port);
        using var first = new Companion(dispatching);
        using var second = new Companion(dispatching);
        Func<Task>[] kills = [() => Done(receiving.KillAndStartAgain), () => Done(first.KillAndStartAgain), .. servers, () => Done(second.KillAndStartAgain)];
        var rounds = Rounds.Of(url is null ? Kills : 2 * kills.Length);
        for (var round = 0; round < rounds; round++)
        {
            // The writer is killed in every round, after so many operations that the others are at work.
            await writer.RunDuringAsync(
                async () =>
                {
                    await writer.UntilAsync(20 + (round * 29 % 53), stop);
                    await kills[round % kills.Length]();
                },
                stop);
            Figures.Progress(fault, round, rounds);
        }

        await writer.FinishAsync(count: 2, stop);
        Figures.Report(fault, rounds, writer.Acknowledged.Sum(), await ends.CountAsync(writer.Acknowledged, stop));
    }

    private static async Task RestartAsync(PostgresServer server)
    {
        server.Kill();
        await server.StartAgainAsync();
    }

    private static async Task RestartAsync(NatsServer server)
    {
        server.Kill();
        await server.StartAgainAsync();
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
