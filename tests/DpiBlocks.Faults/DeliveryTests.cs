using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DpiBlocks.Faults;

/// <summary>
/// From one database to another over HTTP: writer, two dispatchers, receiver and, where it is one, the database server are killed in turn
/// while messages flow. Each message has its effect exactly once, in the order of its shard.
/// </summary>
public sealed class DeliveryTests
{
    private const int Kills = 12;

    [Fact]
    public async Task Over_SQLite_whoever_is_killed_every_message_has_its_effect_once_and_in_order()
    {
        using var folder = new TemporaryFolder();
        var (sender, receiver) = (folder.PathOf("sender.db"), folder.PathOf("receiver.db"));
        await RunAsync("SQLite to SQLite over HTTP: everyone is killed in turn", $"sqlite:{sender}", $"sqlite:{receiver}", killServer: null, () => new SqliteConnection($"Data Source={receiver};Mode=ReadOnly;Pooling=False"));
    }

    [Fact]
    public async Task Over_PostgreSQL_whoever_is_killed_every_message_has_its_effect_once_and_in_order()
    {
        await using var server = await PostgresServer.StartAsync();
        await ExecuteAsync($"{server.ConnectionString};Pooling=False", "CREATE DATABASE receiver");
        var receiver = server.ConnectionString.Replace("Database=postgres", "Database=receiver", StringComparison.Ordinal);
        await RunAsync(
            "PostgreSQL to PostgreSQL over HTTP: everyone is killed in turn",
            $"postgresql:{server.ConnectionString}",
            $"postgresql:{receiver}",
            async () =>
            {
                server.Kill();
                await server.StartAgainAsync();
            },
            () => new NpgsqlConnection($"{receiver};Search Path=dpiblocks;Pooling=False"));
    }

    private static async Task RunAsync(string fault, string sender, string receiver, Func<Task>? killServer, Func<DbConnection> open)
    {
        var stop = TestContext.Current.CancellationToken;
        await Ground.PrepareAsync(sender);
        await Ground.PrepareAsync(receiver);
        var port = FreePort();
        var writer = new Writer(sender, $"http://127.0.0.1:{port}/hook");
        using var receiving = new Companion("receive", receiver, port);
        using var first = new Companion("dispatch", sender);
        using var second = new Companion("dispatch", sender);
        Func<Task>[] kills =
        [
            () => Done(receiving.KillAndStartAgain),
            () => Done(first.KillAndStartAgain),
            .. killServer is null ? Array.Empty<Func<Task>>() : [killServer],
            () => Done(second.KillAndStartAgain),
        ];
        var rounds = Rounds.Of(Kills);
        for (var round = 0; round < rounds; round++)
        {
            // The writer is killed in every round, after so many operations that the others are at work.
            await writer.RunDuringAsync(
                async () =>
                {
                    await UntilAsync(writer, 20 + (round * 29 % 53), stop);
                    await kills[round % kills.Length]();
                },
                stop);
            Figures.Progress(fault, round, rounds);
        }

        await writer.FinishAsync(count: 2, stop);
        var journal = await TakenInAsync(receiver, open, writer.Acknowledged.Sum(), stop);
        var tally = Enumerable.Range(0, Operation.Lanes).Aggregate(default(Tally), (sum, lane) => sum + Tally.Of(writer.Acknowledged[lane], NumbersOf(journal, lane)));
        Figures.Report(fault, rounds, writer.Acknowledged.Sum(), tally);
    }

    private static List<int> NumbersOf(List<string> journal, int lane) =>
        [.. journal.Select(entry => entry.Split('/')).Where(parts => parts[0] == Text(lane)).Select(parts => int.Parse(parts[1], CultureInfo.InvariantCulture))];

    private static async Task UntilAsync(Writer writer, int more, CancellationToken stop)
    {
        var before = writer.Acknowledged.Sum();
        while (writer.Acknowledged.Sum() < before + more)
        {
            await Task.Delay(5, stop);
        }
    }

    // Waits until as many as were acknowledged to the writer have arrived, and a little longer for what must not.
    private static async Task<List<string>> TakenInAsync(string receiver, Func<DbConnection> open, int expected, CancellationToken stop)
    {
        var entries = new List<string>();
        for (var i = 0; i < 600 && entries.Count < expected; i++)
        {
            await Task.Delay(200, stop);
            entries = await ReadAsync(receiver, open, stop);
        }

        await Task.Delay(3000, stop);
        return await ReadAsync(receiver, open, stop);
    }

    private static async Task<List<string>> ReadAsync(string receiver, Func<DbConnection> open, CancellationToken stop)
    {
        await Ground.SplitAsync(receiver);
        await using var connection = open();
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

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // a constant
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
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
