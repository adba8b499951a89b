using Microsoft.Data.Sqlite;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>What SQLite's error codes mean for whoever wanted to read or write (https://sqlite.org/rescode.html).</summary>
internal static class SqliteFailure
{
    private const int Busy = 5;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>Gives the reason to tell; null for what is a fault of ours.</summary>
    public static Refusal? Of(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Busy => new Refusal(StorageRefusalCodes.Busy, "Others write to the database all the time: try again."),
        Full => new Refusal(StorageRefusalCodes.Full, "The disk of the database is full: make room, then try again."),
        InputOutput => new Refusal(StorageRefusalCodes.InputOutput, "The disk failed to keep what was written: check it, then open the database again."),
        Corrupt => new Refusal(StorageRefusalCodes.Damaged, "The database is damaged: restore it from a backup."),
        CannotOpen => new Refusal(StorageRefusalCodes.Unavailable, "The database cannot be opened."),
        NotADatabase => new Refusal(StorageRefusalCodes.NotADatabase, "The file is no SQLite database."),
        _ => null,
    };
}
