using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Storage.Sqlite;

/// <content>Opening.</content>
public sealed partial class SqliteDatabase
{
    /// <summary>Opens a database, and creates it when there is none: for its owner alone (mode 0600).</summary>
    /// <param name="path">The path of the file; not from untrusted text.</param>
    /// <param name="time">The clock, by which marks are forgotten.</param>
    /// <returns>The database.</returns>
    /// <exception cref="StorageException">It is not used, for one of <see cref="StorageRefusalCodes"/>.</exception>
    public static SqliteDatabase Open(string path, TimeProvider time) =>
        TryOpen(path, time, out var database, out var refusal) ? database : throw new StorageException(refusal);

    /// <summary>Opens a database, and creates it when there is none: for its owner alone (mode 0600).</summary>
    /// <param name="path">The path of the file; not from untrusted text.</param>
    /// <param name="time">The clock, by which marks are forgotten.</param>
    /// <param name="database">The database.</param>
    /// <param name="refusal">Why not: one of <see cref="StorageRefusalCodes"/>.</param>
    /// <returns>Whether it is open.</returns>
    public static bool TryOpen(
        string path, TimeProvider time, [NotNullWhen(true)] out SqliteDatabase? database, [NotNullWhen(false)] out Refusal? refusal) =>
        TryOpen(path, time, SqliteMigrations.All, out database, out refusal);

    internal static bool TryOpen(
        string path,
        TimeProvider time,
        ImmutableArray<string> migrations,
        [NotNullWhen(true)] out SqliteDatabase? database,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(time);
        path = System.IO.Path.GetFullPath(path);
        database = null;
        refusal = SqliteFile.Prepare(path);
        if (refusal is not null)
        {
            return false;
        }

        var candidate = new SqliteDatabase(path, time);
        try
        {
            refusal = candidate.Begin(migrations);
        }
        catch (SqliteException exception) when (SqliteFailure.Of(exception) is { } failure)
        {
            refusal = failure;
        }

        if (refusal is not null)
        {
            candidate.Dispose();
            return false;
        }

        database = candidate;
        return true;
    }

    private Refusal? Begin(ImmutableArray<string> migrations)
    {
        _writer = Connect(Describe(Path, SqliteOpenMode.ReadWrite));
        using (var mode = _writer.Query("PRAGMA journal_mode = WAL"))
        {
            if (!mode.Read() || mode.GetString(0) is not "wal")
            {
                return new Refusal(StorageRefusalCodes.Unavailable, "The database cannot keep a write-ahead log where it lies.");
            }
        }

        _writer.Execute("PRAGMA synchronous = FULL");
        _writer.Execute("PRAGMA secure_delete = ON");      // what is erased is overwritten in its page
        _tidier = Connect(Describe(Path, SqliteOpenMode.ReadWrite));
        _tidier.Execute("PRAGMA synchronous = NORMAL");
        _tidier.Execute("PRAGMA secure_delete = ON");
        return SqliteMigrations.Apply(_writer, migrations);
    }

    private static string Describe(string path, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = mode is SqliteOpenMode.ReadOnly,
        ForeignKeys = true,

        // Seconds that one statement waits. A writer then tries the whole transaction again; a reader hardly ever has to wait.
        DefaultTimeout = mode is SqliteOpenMode.ReadOnly ? 10 : 1,
    }.ToString();

    private static SqliteSession Connect(string description)
    {
        var connection = new SqliteConnection(description);
        connection.Open();
        var session = new SqliteSession(connection);
        session.Execute("PRAGMA busy_timeout = 100");
        session.Execute("PRAGMA trusted_schema = OFF");
        session.Execute("PRAGMA temp_store = MEMORY");
        return session;
    }
}
