using System.Data.Common;
using System.Globalization;
using System.Text;

namespace DpiBlocks.Faults;

/// <summary>Compares what the database holds with what was acknowledged: nothing lost, nothing doubled, everything in order.</summary>
internal static class Findings
{
    /// <summary>Checks every lane, after its effects have been split: the change, its mark, its journal entry and its message.</summary>
    public static void Check(DbConnection connection, IReadOnlyList<int> acknowledged)
    {
        for (var lane = 0; lane < Operation.Lanes; lane++)
        {
            var expected = Enumerable.Range(0, acknowledged[lane]).ToList();
            Read(connection, "SELECT count(*) FROM status_entry WHERE shard = @shard", lane).Should().Equal([expected.Count.ToString(CultureInfo.InvariantCulture)], "an operation gives out one place");
            Numbers(Read(connection, "SELECT name FROM once_mark WHERE shard = @shard", lane)).Order().Should().Equal(expected, "a mark stands for each operation");
            Read(connection, "SELECT number FROM journal WHERE shard = @shard ORDER BY number", lane)
                .Should().Equal(expected.Select(number => (number + 1).ToString(CultureInfo.InvariantCulture)), "the journal has no gap");
            Numbers(Read(connection, "SELECT opening FROM journal WHERE shard = @shard ORDER BY number", lane)).Should().Equal(expected, "the journal keeps the order");
            Numbers(Read(connection, "SELECT content FROM outbox WHERE shard = @shard ORDER BY sequence", lane)).Should().Equal(expected, "messages keep the order");
        }
    }

    private static IEnumerable<int> Numbers(List<string> names) => names.Select(name => int.Parse(name.AsSpan(name.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture));

    private static List<string> Read(DbConnection connection, string sql, int lane)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every caller hands in a constant
        command.CommandText = sql;
#pragma warning restore CA2100
        var shard = command.CreateParameter();
        shard.ParameterName = "@shard";
        shard.Value = Operation.ShardOf(lane).ToByteArray();
        command.Parameters.Add(shard);
        using var rows = command.ExecuteReader();
        var values = new List<string>();
        while (rows.Read())
        {
            values.Add(rows.GetValue(0) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(rows.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return values;
    }
}
