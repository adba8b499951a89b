namespace DpiBlocks.Storage.Sqlite;

/// <summary>Why a database is not used. The codes are stable.</summary>
public static class StorageRefusalCodes
{
    /// <summary>A newer version of the library has changed the database, and this one does not know how to read it.</summary>
    public const string SchemaTooNew = "storage.schema_too_new";

    /// <summary>The path is a symbolic link, or a file that SQLite keeps beside it is one.</summary>
    public const string SymbolicLink = "storage.symbolic_link";

    /// <summary>Others than the file's owner may read or write it.</summary>
    public const string Permissions = "storage.permissions";

    /// <summary>The file is no SQLite database, or one that belongs to another program.</summary>
    public const string NotADatabase = "storage.not_a_database";

    /// <summary>There is no such folder, or the file cannot be opened.</summary>
    public const string Unavailable = "storage.unavailable";
}
