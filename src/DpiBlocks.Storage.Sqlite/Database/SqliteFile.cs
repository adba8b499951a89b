namespace DpiBlocks.Storage.Sqlite;

/// <summary>Makes sure that the file is ours alone before SQLite touches it.</summary>
internal static class SqliteFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Creates the file for its owner alone, or checks that it is so.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>Why it is not used, or null.</returns>
    public static Refusal? Prepare(string path)
    {
        // SQLite writes beside the database; a link there would lead its pages somewhere else.
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm", "-journal"])
        {
            if (new FileInfo(path + suffix).LinkTarget is not null)
            {
                return new Refusal(StorageRefusalCodes.SymbolicLink, "The database, or a file that SQLite keeps beside it, is a symbolic link.");
            }
        }

        try
        {
            if (!File.Exists(path))
            {
                Create(path);
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another made it in the meantime; whether it is ours alone is seen below.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Refusal(StorageRefusalCodes.Unavailable, "The database can be neither opened nor created.");
        }

        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
            ? new Refusal(StorageRefusalCodes.Permissions, "Others than its owner may read or write the database: its mode must be 0600.")
            : null;
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;      // SQLite gives the files beside it the same mode
        }

        File.Open(path, options).Dispose();
    }
}
