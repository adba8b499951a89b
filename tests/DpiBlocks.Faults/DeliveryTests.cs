using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

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
        using var ends = new SqliteEnds();
        await RunAsync("SQLite to SQLite over HTTP: everyone is killed in turn", ends, url: null);
    }

    [Fact]
    public async Task Over_PostgreSQL_whoever_is_killed_every_message_has_its_effect_once_and_in_order()
    {
        await using var server = await PostgresServer.StartAsync();
        await RunAsync("PostgreSQL to PostgreSQL over HTTP: everyone is killed in turn", await PostgreSqlEnds.MakeAsync(server), url: null, () => RestartAsync(server));
    }

    [Fact]
    public async Task Over_NATS_and_SQLite_whoever_is_killed_every_message_has_its_effect_once_and_in_order()
    {
        await using var nats = await NatsServer.StartAsync();
        using var ends = new SqliteEnds();
        await RunAsync("SQLite to SQLite over NATS: everyone is killed in turn", ends, nats.Url, () => RestartAsync(nats));
    }

    [Fact]
    public async Task Over_NATS_and_PostgreSQL_whoever_is_killed_every_message_has_its_effect_once_and_in_order()
    {
        await using var nats = await NatsServer.StartAsync();
        await using var server = await PostgresServer.StartAsync();
        await RunAsync(
            "PostgreSQL to PostgreSQL over NATS: everyone is killed in turn", await PostgreSqlEnds.MakeAsync(server), nats.Url, () => RestartAsync(nats), () => RestartAsync(server));
    }

    private static async Task RunAsync(string fault, IEnds ends, string? url, params Func<Task>[] servers)
    {
        var stop = TestContext.Current.CancellationToken;
        await Ground.PrepareAsync(ends.Sender);
        await Ground.PrepareAsync(ends.Receiver);
        if (url is not null)
        {
            await NatsDelivery.PrepareAsync(url);
        }

        var port = FreePort();
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
        var journal = await TakenInAsync(ends, writer.Acknowledged.Sum(), stop);
        var tally = Enumerable.Range(0, Operation.Lanes).Aggregate(default(Tally), (sum, lane) => sum + Tally.Of(writer.Acknowledged[lane], NumbersOf(journal, lane)));
        Figures.Report(fault, rounds, writer.Acknowledged.Sum(), tally);
    }

    private static List<int> NumbersOf(List<string> journal, int lane) =>
        [.. journal.Select(entry => entry.Split('/')).Where(parts => parts[0] == Text(lane)).Select(parts => int.Parse(parts[1], CultureInfo.InvariantCulture))];

    // Waits until as many as were acknowledged to the writer have arrived, and a little longer for what must not.
    private static async Task<List<string>> TakenInAsync(IEnds ends, int expected, CancellationToken stop)
    {
        var entries = new List<string>();
        for (var i = 0; i < 600 && entries.Count < expected; i++)
        {
            await Task.Delay(200, stop);
            entries = await ReadAsync(ends, stop);
        }

        await Task.Delay(3000, stop);
        return await ReadAsync(ends, stop);
    }

    private static async Task<List<string>> ReadAsync(IEnds ends, CancellationToken stop)
    {
        await Ground.SplitAsync(ends.Receiver);
        await using var connection = ends.OpenReceiver();
        await connection.OpenAsync(stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT opening FROM journal ORDER BY shard, number";
        await using var rows = await command.ExecuteReaderAsync(stop);
        var entries = new List<string>();
        while (await rows.ReadAsync(stop))
        {
            entries.Add(Encoding.ASCII.GetString((byte[])rows[0]));
        }

        return entries;
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

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return Text(((IPEndPoint)listener.LocalEndpoint).Port);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
