using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace DpiBlocks.Faults;

/// <summary>The databases at the two ends of a delivery.</summary>
internal sealed record Ends(string Sender, string Receiver)
{
    public static Ends In(TemporaryFolder folder) => new($"sqlite:{folder.PathOf("sender.db")}", $"sqlite:{folder.PathOf("receiver.db")}");

    /// <summary>Two databases of one server, which is killed with both.</summary>
    public static async Task<Ends> InAsync(PostgresServer server)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CREATE DATABASE receiver", connection);
        await command.ExecuteNonQueryAsync();
        return new Ends(
            $"postgresql:{server.ConnectionString}",
            $"postgresql:{server.ConnectionString.Replace("Database=postgres", "Database=receiver", StringComparison.Ordinal)}");
    }

    public async Task PrepareAsync()
    {
        await Ground.PrepareAsync(Sender);
        await Ground.PrepareAsync(Receiver);
    }

    public static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until as many as were acknowledged to the writer have arrived, and a little longer for what must not.</summary>
    public async Task<Tally> CountAsync(IReadOnlyList<int> acknowledged, CancellationToken stop)
    {
        var journals = new List<int>[Operation.Lanes];
        for (var i = 0; i < 600 && (i == 0 || journals.Sum(journal => journal.Count) < acknowledged.Sum()); i++)
        {
            await Task.Delay(200, stop);
            journals = await ReadAsync(stop);
        }

        await Task.Delay(3000, stop);
        return (await ReadAsync(stop)).Zip(acknowledged, (journal, expected) => Tally.Of(expected, journal)).Aggregate((sum, next) => sum + next);
    }

    // The numbers of what was taken in, lane by lane, in the order in which it was.
    private async Task<List<int>[]> ReadAsync(CancellationToken stop)
    {
        await Ground.SplitAsync(Receiver);
        using var ground = Ground.Open(Receiver);
        var journals = new List<int>[Operation.Lanes];
        for (var lane = 0; lane < Operation.Lanes; lane++)
        {
            var rows = await ground.Journal.ReadAsync(Operation.ShardOf(lane), after: 0, int.MaxValue, stop);
            journals[lane] = [.. rows.Select(row => Operation.Parse(row.Opening!.Value.Span).Number)];
        }

        return journals;
    }
}
