using System.Data.Common;
using System.Text;

namespace DpiBlocks.Storage.Contract;

/// <summary>What lies in the journal and the outbox, read by the names that all databases share.</summary>
public static class StoredEffects
{
    /// <summary>Reads every journal entry as <c>number opening</c> and every message as <c>sequence destination content</c>, in their order.</summary>
    public static (IReadOnlyList<string> Journal, IReadOnlyList<string> Outbox) Read(DbConnection connection, ShardKey shard) =>
        (Read(connection, "SELECT number, opening FROM journal WHERE shard = @shard AND tenant = @tenant ORDER BY number", shard),
            Read(connection, "SELECT sequence, destination, content FROM outbox WHERE shard = @shard AND tenant = @tenant ORDER BY sequence", shard));

    private static List<string> Read(DbConnection connection, string sql, ShardKey shard)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // both callers hand in a constant
        command.CommandText = sql;
#pragma warning restore CA2100
        Add(command, "@shard", shard.ToByteArray());
        Add(command, "@tenant", shard.Tenant.Value);
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
        {
            lines.Add(string.Join(' ', Enumerable.Range(0, rows.FieldCount).Select(i => rows[i] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : rows[i].ToString())));
        }

        return lines;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
