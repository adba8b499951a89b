using Npgsql;

namespace DpiBlocks.Storage.PostgreSql.Tests.Database;

/// <summary>What a distributed PostgreSQL needs of every table, of this block and of those to come (docs/scale-out.md).</summary>
public sealed class SchemaTests(SharedServer server)
{
    [Fact]
    public void The_shard_is_the_first_column_of_every_primary_and_unique_key_and_of_every_reference()
    {
        var schema = server.NewSchema();
        PostgreSqlDatabase.Open(server.ConnectionString, TimeProvider.System, schema).Dispose();
        using var connection = server.Connect(schema);
        Tables(connection).Should().Contain(["shard_head", "once_mark", "journal", "outbox", "outbox_due", "dead_letter", "status_list", "status_entry", "status_free", "consent", "consent_pointer"]);
        Keys(connection).Should().HaveCountGreaterThanOrEqualTo(Tables(connection).Count).And.OnlyContain(key => key.EndsWith(" shard", StringComparison.Ordinal));
        Read(connection, "SELECT relname FROM pg_class t WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = t.oid AND indisprimary)")
            .Should().Equal("schema_version");
        References(connection).Should().NotBeEmpty().And.OnlyContain(reference => reference.EndsWith(" shard shard", StringComparison.Ordinal));

        using var bad = new NpgsqlCommand("CREATE TABLE bad (id bigint PRIMARY KEY, shard bytea REFERENCES status_list (shard), at bigint UNIQUE)", connection);
        bad.ExecuteNonQuery();
        Keys(connection).Where(key => !key.EndsWith(" shard", StringComparison.Ordinal)).Should().Equal("bad at", "bad id");
    }

    private static List<string> Tables(NpgsqlConnection connection) =>
        Read(connection, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> 'schema_version'");

    private static List<string> Keys(NpgsqlConnection connection) => Read(
        connection,
        """
        SELECT relname || ' ' || attname FROM pg_index
        JOIN pg_class t ON t.oid = indrelid JOIN pg_attribute a ON attrelid = t.oid AND attnum = indkey[0]
        WHERE indisunique AND relnamespace = current_schema()::regnamespace ORDER BY 1
        """);

    private static List<string> References(NpgsqlConnection connection) => Read(
        connection,
        """
        SELECT conname || ' ' || a.attname || ' ' || b.attname FROM pg_constraint
        JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1] JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]
        WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
        """);

    private static List<string> Read(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // every caller hands in a constant
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }
}
