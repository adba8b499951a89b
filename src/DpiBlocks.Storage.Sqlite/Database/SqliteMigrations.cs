using System.Collections.Immutable;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>The steps by which the database came to its form. A step that has been published never changes.</summary>
internal static class SqliteMigrations
{
    /// <summary>"DPIB": marks the file as one of ours (https://sqlite.org/pragma.html#pragma_application_id).</summary>
    public const int ApplicationId = 0x44504942;

    /// <summary>Step n takes the database from version n to version n + 1.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        """
        CREATE TABLE once_mark (
            shard BLOB NOT NULL CHECK (length(shard) = 16),
            scope TEXT NOT NULL,
            name TEXT NOT NULL,
            content BLOB NOT NULL CHECK (length(content) = 32),
            answer BLOB NOT NULL,
            keep_until INTEGER NOT NULL,
            PRIMARY KEY (shard, scope, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX once_mark_by_time ON once_mark (keep_until);

        CREATE TABLE staged_effects (
            shard BLOB NOT NULL CHECK (length(shard) = 16),
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (shard, sequence)
        ) STRICT;
        """,
        """
        CREATE TABLE status_list (
            shard BLOB NOT NULL PRIMARY KEY CHECK (length(shard) = 16),
            address TEXT NOT NULL,
            bits INTEGER NOT NULL CHECK (bits IN (1, 2, 4, 8)),
            count INTEGER NOT NULL CHECK (count > 0),
            permanent INTEGER NOT NULL CHECK (permanent IN (0, 1)),
            free INTEGER NOT NULL CHECK (free BETWEEN 0 AND count)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE status_entry (
            shard BLOB NOT NULL REFERENCES status_list (shard),
            entry INTEGER NOT NULL CHECK (entry >= 0),
            value INTEGER NOT NULL CHECK (value BETWEEN 0 AND 255),
            PRIMARY KEY (shard, entry)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX status_entry_not_valid ON status_entry (shard, entry, value) WHERE value <> 0;

        CREATE TABLE status_free (
            shard BLOB NOT NULL REFERENCES status_list (shard),
            place INTEGER NOT NULL CHECK (place >= 0),
            entry INTEGER NOT NULL CHECK (entry >= 0 AND entry <> place),
            PRIMARY KEY (shard, place),
            UNIQUE (shard, entry)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE journal (
            shard BLOB NOT NULL CHECK (length(shard) = 16),
            number INTEGER NOT NULL CHECK (number > 0),
            tenant TEXT NOT NULL,
            at INTEGER NOT NULL,
            commitment BLOB NOT NULL CHECK (length(commitment) = 32),
            opening BLOB,
            leaf INTEGER CHECK (leaf >= 0),
            PRIMARY KEY (shard, number)
        ) STRICT;
        CREATE INDEX journal_not_in_the_log ON journal (shard, number) WHERE leaf IS NULL;
        """,
        """
        CREATE TABLE log (
            shard BLOB NOT NULL PRIMARY KEY CHECK (length(shard) = 16),
            version INTEGER NOT NULL,
            size INTEGER NOT NULL CHECK (size >= 0)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE log_tile (
            shard BLOB NOT NULL REFERENCES log (shard),
            level INTEGER NOT NULL CHECK (level BETWEEN -1 AND 7),
            place INTEGER NOT NULL CHECK (place >= 0),
            content BLOB NOT NULL,
            PRIMARY KEY (shard, level, place)
        ) STRICT;

        CREATE TABLE log_unmarked (
            shard BLOB NOT NULL REFERENCES log (shard),
            leaf INTEGER NOT NULL CHECK (leaf >= 0),
            tenant TEXT NOT NULL,
            entry_shard BLOB NOT NULL CHECK (length(entry_shard) = 16),
            number INTEGER NOT NULL CHECK (number > 0),
            commitment BLOB NOT NULL CHECK (length(commitment) = 32),
            PRIMARY KEY (shard, leaf)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE log_checkpoint (
            shard BLOB NOT NULL PRIMARY KEY CHECK (length(shard) = 16),
            size INTEGER NOT NULL CHECK (size >= 0),
            note BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE witnessed (
            shard BLOB NOT NULL CHECK (length(shard) = 16),
            origin TEXT NOT NULL,
            size INTEGER NOT NULL CHECK (size >= 0),
            root BLOB NOT NULL CHECK (length(root) = 32),
            PRIMARY KEY (shard, origin)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE approval_request (
            shard BLOB NOT NULL CHECK (length(shard) = 16),
            id BLOB NOT NULL CHECK (length(id) = 16),
            tenant TEXT NOT NULL,
            operation TEXT NOT NULL,
            content BLOB NOT NULL CHECK (length(content) = 32),
            requested_by TEXT NOT NULL,
            at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            PRIMARY KEY (shard, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE approval_step (
            shard BLOB NOT NULL,
            request BLOB NOT NULL,
            overseer TEXT NOT NULL,
            kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
            algorithm TEXT NOT NULL,
            signature BLOB NOT NULL,
            PRIMARY KEY (shard, request, overseer, kind),
            FOREIGN KEY (shard, request) REFERENCES approval_request (shard, id)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE outbox_head (
            shard BLOB NOT NULL PRIMARY KEY CHECK (length(shard) = 16),
            sequence INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE outbox (
            shard BLOB NOT NULL CHECK (length(shard) = 16),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            tenant TEXT NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            destination TEXT NOT NULL,
            content_type TEXT NOT NULL,
            content BLOB NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (shard, sequence)
        ) STRICT;

        CREATE TABLE outbox_due (
            shard BLOB NOT NULL PRIMARY KEY CHECK (length(shard) = 16),
            due_at INTEGER NOT NULL,
            lease BLOB CHECK (length(lease) = 16),
            attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outbox_due_by_time ON outbox_due (due_at);

        CREATE TABLE dead_letter (
            shard BLOB NOT NULL CHECK (length(shard) = 16),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            tenant TEXT NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            destination TEXT NOT NULL,
            content_type TEXT NOT NULL,
            content BLOB NOT NULL,
            at INTEGER NOT NULL,
            dead_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            code TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (shard, sequence)
        ) STRICT;
        CREATE INDEX dead_letter_by_time ON dead_letter (dead_at, shard, sequence);
        CREATE INDEX dead_letter_by_id ON dead_letter (id);
        """,
        """
        -- Made anew of what waits, which is due at once; ALTER TABLE hides from Microsoft.Data.Sqlite whether what follows it has failed.
        DROP TABLE outbox_due;
        CREATE TABLE outbox_due (
            shard BLOB NOT NULL PRIMARY KEY CHECK (length(shard) = 16),
            due_at INTEGER NOT NULL,
            lease BLOB CHECK (length(lease) = 16),
            attempts INTEGER NOT NULL DEFAULT 0,
            since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO outbox_due (shard, due_at, since)
            SELECT shard, at, at FROM outbox AS first WHERE sequence = (SELECT min(sequence) FROM outbox WHERE shard = first.shard);
        CREATE INDEX outbox_due_by_time ON outbox_due (due_at);
        CREATE INDEX outbox_due_by_age ON outbox_due (since);
        """,
        """
        CREATE TABLE consent_pointer (
            shard BLOB NOT NULL PRIMARY KEY CHECK (length(shard) = 16),
            target BLOB NOT NULL CHECK (length(target) = 16)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE consent (
            shard BLOB NOT NULL CHECK (length(shard) = 16),
            id BLOB NOT NULL,
            tenant TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            state INTEGER NOT NULL CHECK (state > 0),
            state_since INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            uses INTEGER NOT NULL CHECK (uses >= 0),
            recent_uses BLOB NOT NULL CHECK (length(recent_uses) % 8 = 0),
            content BLOB NOT NULL,
            PRIMARY KEY (shard, id)
        ) STRICT;
        CREATE INDEX consent_that_can_end ON consent (expires_at) WHERE state IN (1, 3, 4, 5);
        """,
    ];

    /// <summary>Takes the database to the newest version, each step whole or not at all.</summary>
    /// <returns>Why it is not used, or null.</returns>
    public static Refusal? Apply(SqliteSession session, ImmutableArray<string> steps)
    {
        while (true)
        {
            // Most often there is nothing to do: then nobody who writes is waited for.
            session.BeginRead();
            var next = Judge(session, steps, out var refusal);
            session.End();
            if (next is null)
            {
                return refusal;
            }

            session.BeginImmediate();
            try
            {
                // Another process may have done the same meanwhile.
                if (Judge(session, steps, out refusal) is not { } step)
                {
                    return refusal;
                }

                session.Execute(steps[step]);
                session.Execute(string.Create(null, $"PRAGMA application_id = {ApplicationId}"));      // pragmas take no parameters
                session.Execute(string.Create(null, $"PRAGMA user_version = {step + 1}"));
                session.Commit();
            }
            finally
            {
                session.End();
            }
        }
    }

    // The step to take next; null when there is none, or why there cannot be one.
    private static int? Judge(SqliteSession session, ImmutableArray<string> steps, out Refusal? refusal)
    {
        var version = session.Number("PRAGMA user_version") ?? 0;
        var owner = session.Number("PRAGMA application_id") ?? 0;
        var foreign = owner != ApplicationId && (owner != 0 || version != 0 || session.Number("SELECT count(*) FROM sqlite_schema") != 0);
        refusal = foreign
            ? new Refusal(StorageRefusalCodes.NotADatabase, "The database belongs to another program.")
            : version > steps.Length ? new Refusal(StorageRefusalCodes.SchemaTooNew, "A newer version of the library has changed the database.") : null;
        return refusal is null && version < steps.Length ? (int)version : null;
    }
}
