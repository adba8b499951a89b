using Microsoft.Data.Sqlite;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Values enter only as the parameters $1, $2, and so on.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private static readonly string[] Names = ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11"];

    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private SqliteTransaction? _transaction;

    /// <summary>Gets or sets who is told of every statement before it runs: a test, or nobody.</summary>
    public Action<string, object[]>? Watch { get; set; }

    /// <summary>Begins a transaction that holds the right to write from the start, so that it never has to be upgraded to it.</summary>
    public void BeginImmediate() => _transaction = connection.BeginTransaction(deferred: false);

    /// <summary>Begins a transaction that reads one state of the database throughout.</summary>
    public void BeginRead() => _transaction = connection.BeginTransaction(deferred: true);

    public void Commit() => _transaction!.Commit();

    /// <summary>Ends the transaction: rolled back unless it was committed.</summary>
    public void End()
    {
        _transaction?.Dispose();
        _transaction = null;
    }

    public int Execute(string sql, params ReadOnlySpan<object> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Reads one whole number; null when there is no row.</summary>
    public long? Number(string sql, params ReadOnlySpan<object> values) => (long?)Prepare(sql, values).ExecuteScalar();

    public SqliteDataReader Query(string sql, params ReadOnlySpan<object> values) => Prepare(sql, values).ExecuteReader();

    public void Dispose()
    {
        End();
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object> values)
    {
        Watch?.Invoke(sql, values.ToArray());
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // every caller hands in a constant
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = Names[i] });
            }

            _commands.Add(sql, command);
        }

        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }
}
