using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace RightToWork;

/// <summary>The employer's own table of checks, in SQLite: the host's data, beside what the library keeps for it.</summary>
internal sealed class EmployerRecords : IDisposable
{
    private readonly SqliteConnection _connection;

    public EmployerRecords(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path }.ToString());
        _connection.Open();
        Execute("CREATE TABLE IF NOT EXISTS right_to_work_check (evidence TEXT PRIMARY KEY, follow_up TEXT NOT NULL, delete_after TEXT NOT NULL, record TEXT NOT NULL)");
    }

    public void Add(CheckRecord record) => Execute(
        "INSERT INTO right_to_work_check VALUES ($1, $2, $3, $4)",
        record.EvidenceHash,
        record.FollowUpBy.ToString("O", CultureInfo.InvariantCulture),
        record.DeleteAfter.ToString("O", CultureInfo.InvariantCulture),
        JsonSerializer.Serialize(record, CheckRecordJson.Default.CheckRecord));

    public long Count()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM right_to_work_check";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Deletes what need not be kept any longer; to keep it would be unlawful.</summary>
    public int DeleteDue(DateTimeOffset now) =>
        Execute("DELETE FROM right_to_work_check WHERE delete_after <= $1", now.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));

    public void Dispose() => _connection.Dispose();

    private int Execute(string sql, params ReadOnlySpan<string> values)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        return command.ExecuteNonQuery();
    }
}
