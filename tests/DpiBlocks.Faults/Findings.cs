using System.Data.Common;
using System.Globalization;
using System.Text;

namespace DpiBlocks.Faults;

/// <summary>Compares what the database holds with what was acknowledged: nothing lost, nothing doubled, everything in order.</summary>
internal static class Findings
{
    /// <summary>Counts in every lane, after its effects have been split: the change, its mark, its journal entry and its message.</summary>
    public static Tally Count(DbConnection connection, IReadOnlyList<int> acknowledged)
    {
        var tally = default(Tally);
        for (var lane = 0; lane < Operation.Lanes; lane++)
        {
            var expected = acknowledged[lane];
            var places = int.Parse(Read(connection, "SELECT count(*) FROM status_entry WHERE shard = @shard", lane)[0], CultureInfo.InvariantCulture);
            Read(connection, "SELECT number FROM journal WHERE shard = @shard ORDER BY number", lane)
                .Should().Equal(Enumerable.Range(1, expected).Select(number => number.ToString(CultureInfo.InvariantCulture)), "the journal has no gap");
            tally += Tally.Of(expected, [.. Enumerable.Range(0, places)])      // an operation gives out one place
                + Tally.Of(expected, [.. Numbers(Read(connection, "SELECT name FROM once_mark WHERE shard = @shard", lane)).Order()])
                + Tally.Of(expected, [.. Numbers(Read(connection, "SELECT opening FROM journal WHERE shard = @shard ORDER BY number", lane))])
                + Tally.Of(expected, [.. Numbers(Read(connection, "SELECT content FROM outbox WHERE shard = @shard ORDER BY sequence", lane))]);
        }

        return tally;
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
