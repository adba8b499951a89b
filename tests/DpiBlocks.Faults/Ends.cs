using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DpiBlocks.Faults;

/// <summary>The databases at the two ends of a delivery.</summary>
internal interface IEnds
{
    string Sender { get; }

    string Receiver { get; }

    DbConnection OpenReceiver();
}

internal sealed class SqliteEnds : IEnds, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Sender => $"sqlite:{_folder.PathOf("sender.db")}";

    public string Receiver => $"sqlite:{_folder.PathOf("receiver.db")}";

    public DbConnection OpenReceiver() => new SqliteConnection($"Data Source={_folder.PathOf("receiver.db")};Mode=ReadOnly;Pooling=False");

    public void Dispose() => _folder.Dispose();
}

/// <summary>Two databases of one server, which is killed with both.</summary>
internal sealed class PostgreSqlEnds : IEnds
{
    private readonly string _sender;
    private readonly string _receiver;

    private PostgreSqlEnds(string sender) => (_sender, _receiver) = (sender, sender.Replace("Database=postgres", "Database=receiver", StringComparison.Ordinal));

    public string Sender => $"postgresql:{_sender}";

    public string Receiver => $"postgresql:{_receiver}";

    public static async Task<PostgreSqlEnds> MakeAsync(PostgresServer server)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CREATE DATABASE receiver", connection);
        await command.ExecuteNonQueryAsync();
        return new PostgreSqlEnds(server.ConnectionString);
    }

    public DbConnection OpenReceiver() => new NpgsqlConnection($"{_receiver};Search Path=dpiblocks;Pooling=False");
}
