using System.Collections.Concurrent;

namespace DpiBlocks.Storage.Contract;

/// <summary>
/// Watches every statement that a database is sent: in a transaction of one shard it touches that shard alone, in every table it names;
/// in a scan, which is for workers in the background, it only reads. So no transaction writes under two shard keys.
/// </summary>
public sealed class ShardWatch
{
    private static readonly char[] Blanks = [' ', '\n', '\r', '\t', '(', ')', ','];

    private readonly ConcurrentDictionary<string, bool> _broken = new(StringComparer.Ordinal);
    private int _seen;

    /// <summary>Sees a statement before it runs.</summary>
    /// <param name="shard">The one shard that its transaction may touch; null in a scan.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="values">The values of its parameters.</param>
    public void See(byte[]? shard, string sql, IReadOnlyList<object> values)
    {
        if (Judge(shard, sql, values) is { } why)
        {
            _broken.TryAdd($"{why}: {sql}", true);
        }

        if (shard is not null)
        {
            Interlocked.Increment(ref _seen);
        }
    }

    /// <summary>Asserts that there were statements, and every one was as it must be.</summary>
    public void Verify()
    {
        _broken.Keys.Should().BeEmpty();
        Volatile.Read(ref _seen).Should().BePositive();
    }

    /// <summary>Says what is wrong with a statement; null when nothing is.</summary>
    public static string? Judge(byte[]? shard, string sql, IReadOnlyList<object> values)
    {
        var words = sql.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        var tables = words.Zip(words.Skip(1)).Count(pair => (pair.First is "FROM" or "JOIN" or "INTO" && pair.Second is not ("SELECT" or "unnest")) || (pair.First is "UPDATE" && pair.Second is not ("SET" or "SKIP")));
        return (tables, shard) switch
        {
            (0, _) => null,      // BEGIN, COMMIT, SET
            (_, null) => words[0] is "SELECT" ? null : "a scan writes",
            _ when values.Count == 0 || values[0] is not byte[] first || !first.AsSpan().SequenceEqual(shard) => "not of the shard of its transaction",
            _ => Bindings(sql) < tables ? "a table without its shard" : null,
        };
    }

    // "shard = $1" in a condition, and the first column of an insertion, whose first value is $1.
    private static int Bindings(string sql)
    {
        var text = string.Join(' ', sql.Split(Blanks, StringSplitOptions.RemoveEmptyEntries));
        var conditions = text.Split("shard = $1").Length - 1;
        var insertion = text.StartsWith("INSERT ", StringComparison.Ordinal)
            && sql[sql.IndexOf('(', StringComparison.Ordinal)..].StartsWith("(shard", StringComparison.Ordinal)
            && (text.Contains("VALUES $1", StringComparison.Ordinal) || text.Contains("SELECT $1", StringComparison.Ordinal));
        return conditions + (insertion ? 1 : 0);
    }
}
