using System.Collections.Immutable;
using System.Globalization;
using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>The steps by which the database came to its form. A step that has been published never changes.</summary>
/// <remarks>
/// The shard is the first column of every primary key and the column by which a distributed PostgreSQL distributes. Times are
/// the ticks of .NET in UTC, exact to 100 ns; names that come from outside are bytes, since text here cannot hold the character 0.
/// </remarks>
internal static class PostgreSqlMigrations
{
    /// <summary>Step n takes the database from version n to version n + 1.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        """
        CREATE TABLE shard_head (
            shard bytea PRIMARY KEY CHECK (length(shard) = 16),
            journal bigint NOT NULL,
            outbox bigint NOT NULL
        ) WITH (fillfactor = 50);

        CREATE TABLE once_mark (
            shard bytea NOT NULL CHECK (length(shard) = 16),
            scope bytea NOT NULL,
            name bytea NOT NULL,
            content bytea NOT NULL CHECK (length(content) = 32),
            answer bytea NOT NULL,
            keep_until bigint NOT NULL,
            PRIMARY KEY (shard, scope, name)
        );
        CREATE INDEX once_mark_by_time ON once_mark (keep_until);
        """,
        """
        CREATE TABLE status_list (
            shard bytea PRIMARY KEY CHECK (length(shard) = 16),
            address text NOT NULL,
            bits integer NOT NULL CHECK (bits IN (1, 2, 4, 8)),
            count integer NOT NULL CHECK (count > 0),
            permanent boolean NOT NULL,
            free bigint NOT NULL CHECK (free BETWEEN 0 AND count)
        );

        CREATE TABLE status_entry (
            shard bytea NOT NULL REFERENCES status_list (shard),
            entry bigint NOT NULL CHECK (entry >= 0),
            value smallint NOT NULL CHECK (value BETWEEN 0 AND 255),
            PRIMARY KEY (shard, entry)
        );
        CREATE INDEX status_entry_not_valid ON status_entry (shard, entry) INCLUDE (value) WHERE value <> 0;

        CREATE TABLE status_free (
            shard bytea NOT NULL REFERENCES status_list (shard),
            place bigint NOT NULL CHECK (place >= 0),
            entry bigint NOT NULL CHECK (entry >= 0 AND entry <> place),
            PRIMARY KEY (shard, place),
            UNIQUE (shard, entry)
        );
        """,
        """
        CREATE TABLE journal (
            shard bytea NOT NULL CHECK (length(shard) = 16),
            number bigint NOT NULL CHECK (number > 0),
            tenant text NOT NULL,
            at bigint NOT NULL,
            commitment bytea NOT NULL CHECK (length(commitment) = 32),
            opening bytea,
            leaf bigint CHECK (leaf >= 0),
            PRIMARY KEY (shard, number)
        );
        CREATE INDEX journal_not_in_the_log ON journal (shard, number) WHERE leaf IS NULL;
        """,
        """
        CREATE TABLE log (
            shard bytea PRIMARY KEY CHECK (length(shard) = 16),
            version bigint NOT NULL,
            size bigint NOT NULL CHECK (size >= 0)
        );

        CREATE TABLE log_tile (
            shard bytea NOT NULL REFERENCES log (shard),
            level integer NOT NULL CHECK (level BETWEEN -1 AND 7),
            place bigint NOT NULL CHECK (place >= 0),
            content bytea NOT NULL,
            PRIMARY KEY (shard, level, place)
        );

        CREATE TABLE log_unmarked (
            shard bytea NOT NULL REFERENCES log (shard),
            leaf bigint NOT NULL CHECK (leaf >= 0),
            tenant text NOT NULL,
            entry_shard bytea NOT NULL CHECK (length(entry_shard) = 16),
            number bigint NOT NULL CHECK (number > 0),
            commitment bytea NOT NULL CHECK (length(commitment) = 32),
            PRIMARY KEY (shard, leaf)
        );

        CREATE TABLE log_checkpoint (
            shard bytea PRIMARY KEY CHECK (length(shard) = 16),
            size bigint NOT NULL CHECK (size >= 0),
            note bytea NOT NULL
        );

        CREATE TABLE witnessed (
            shard bytea NOT NULL CHECK (length(shard) = 16),
            origin bytea NOT NULL,
            size bigint NOT NULL CHECK (size >= 0),
            root bytea NOT NULL CHECK (length(root) = 32),
            PRIMARY KEY (shard, origin)
        );
        """,
        """
        CREATE TABLE approval_request (
            shard bytea NOT NULL CHECK (length(shard) = 16),
            id uuid NOT NULL,
            tenant text NOT NULL,
            operation text NOT NULL,
            content bytea NOT NULL CHECK (length(content) = 32),
            requested_by text NOT NULL,
            at bigint NOT NULL,
            expires_at bigint NOT NULL,
            PRIMARY KEY (shard, id)
        );

        CREATE TABLE approval_step (
            shard bytea NOT NULL,
            request uuid NOT NULL,
            overseer text NOT NULL,
            kind smallint NOT NULL CHECK (kind IN (1, 2)),
            algorithm text NOT NULL,
            signature bytea NOT NULL,
            PRIMARY KEY (shard, request, overseer, kind),
            FOREIGN KEY (shard, request) REFERENCES approval_request (shard, id)
        );
        """,
        """
        CREATE TABLE outbox (
            shard bytea NOT NULL CHECK (length(shard) = 16),
            sequence bigint NOT NULL CHECK (sequence > 0),
            tenant text NOT NULL,
            id uuid NOT NULL,
            destination text NOT NULL,
            content_type text NOT NULL,
            content bytea NOT NULL,
            at bigint NOT NULL,
            PRIMARY KEY (shard, sequence)
        );

        CREATE TABLE outbox_due (
            shard bytea PRIMARY KEY CHECK (length(shard) = 16),
            due_at bigint NOT NULL,
            lease uuid,
            attempts bigint NOT NULL DEFAULT 0
        );
        CREATE INDEX outbox_due_by_time ON outbox_due (due_at);

        CREATE TABLE dead_letter (
            shard bytea NOT NULL CHECK (length(shard) = 16),
            sequence bigint NOT NULL CHECK (sequence > 0),
            tenant text NOT NULL,
            id uuid NOT NULL,
            destination text NOT NULL,
            content_type text NOT NULL,
            content bytea NOT NULL,
            at bigint NOT NULL,
            dead_at bigint NOT NULL,
            attempts bigint NOT NULL,
            code bytea NOT NULL,
            reason bytea NOT NULL,
            PRIMARY KEY (shard, sequence)
        );
        CREATE INDEX dead_letter_by_time ON dead_letter (dead_at, shard, sequence);
        CREATE INDEX dead_letter_by_id ON dead_letter (id);
        """,
        """
        ALTER TABLE outbox_due ADD COLUMN since bigint NOT NULL DEFAULT 0;
        UPDATE outbox_due AS due SET since = coalesce(
            (SELECT at FROM outbox WHERE outbox.shard = due.shard ORDER BY sequence LIMIT 1), due_at);
        CREATE INDEX outbox_due_by_age ON outbox_due (since);
        """,
        """
        CREATE TABLE consent_pointer (
            shard bytea PRIMARY KEY CHECK (length(shard) = 16),
            target bytea NOT NULL CHECK (length(target) = 16)
        );

        CREATE TABLE consent (
            shard bytea NOT NULL CHECK (length(shard) = 16),
            id bytea NOT NULL,
            tenant text NOT NULL,
            version bigint NOT NULL CHECK (version > 0),
            hash bytea NOT NULL CHECK (length(hash) = 32),
            state smallint NOT NULL CHECK (state > 0),
            state_since bigint NOT NULL,
            expires_at bigint NOT NULL,
            uses bigint NOT NULL CHECK (uses >= 0),
            recent_uses bytea NOT NULL CHECK (length(recent_uses) % 8 = 0),
            content bytea NOT NULL,
            PRIMARY KEY (shard, id)
        ) WITH (fillfactor = 80);
        CREATE INDEX consent_that_can_end ON consent (expires_at) WHERE state IN (1, 3, 4, 5);
        """,
    ];

    /// <summary>Takes the database to the newest version, each step whole or not at all.</summary>
    /// <returns>Why it is not used, or null.</returns>
    public static Refusal? Apply(NpgsqlConnection connection, string schema, ImmutableArray<string> steps)
    {
        // Most that open it need nothing, and need no right to create anything.
        while (Version(connection, schema) < steps.Length)
        {
            using var transaction = connection.BeginTransaction();

            // Another process may be doing the same, even creating the schema.
            Execute(connection, $"SELECT pg_advisory_xact_lock(hashtext('dpiblocks'), hashtext('{schema}'))");
            Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {schema}; CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)");
            var version = Version(connection, schema);
            if (version >= steps.Length)
            {
                break;
            }

            Execute(connection, steps[version]);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"DELETE FROM schema_version; INSERT INTO schema_version VALUES ({version + 1})"));
            transaction.Commit();
        }

        return Version(connection, schema) == steps.Length
            ? null
            : new Refusal(StorageRefusalCodes.SchemaTooNew, "A newer version of the library has changed the database.");
    }

    private static int Version(NpgsqlConnection connection, string schema)
    {
        using var exists = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { Parameters = { new() { Value = $"{schema}.schema_version" } } };
        if (exists.ExecuteScalar() is not true)
        {
            return 0;
        }

        using var command = new NpgsqlCommand("SELECT max(version) FROM schema_version", connection);
        return command.ExecuteScalar() as int? ?? 0;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // constants, and the schema, whose characters were checked
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
