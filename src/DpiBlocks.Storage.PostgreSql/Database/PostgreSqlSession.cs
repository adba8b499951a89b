using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>One connection within a transaction. Values enter only as the parameters $1, $2, and so on.</summary>
/// <param name="connection">The connection.</param>
/// <param name="watch">Who is told of every statement before it is sent: a test, or nobody.</param>
internal sealed class PostgreSqlSession(NpgsqlConnection connection, Action<string, object[]>? watch)
{
    public async ValueTask<int> ExecuteAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads one whole number; null when there is no row.</summary>
    public async ValueTask<long?> NumberAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    /// <summary>Reads all rows.</summary>
    public async ValueTask<List<T>> ReadAsync<T>(string sql, object[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, values);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(read(rows));
        }

        return list;
    }

    /// <summary>Sends several statements at once, and waits once. Outside of a transaction they are one.</summary>
    public async ValueTask SendAsync(IEnumerable<(string Sql, object[] Values)> statements, CancellationToken cancellationToken)
    {
        await using var batch = Batch(statements);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlBatch Batch(IEnumerable<(string Sql, object[] Values)> statements)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var (sql, values) in statements)
        {
            watch?.Invoke(sql, values);
            var command = new NpgsqlBatchCommand(sql);
            Add(command.Parameters, values);
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        watch?.Invoke(sql, values);
#pragma warning disable CA2100 // every caller hands in a constant
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        Add(command.Parameters, values);
        return command;
    }

    private static void Add(NpgsqlParameterCollection parameters, object[] values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value });
        }
    }
}
