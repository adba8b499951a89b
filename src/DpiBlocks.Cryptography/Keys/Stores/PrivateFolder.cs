namespace DpiBlocks.Cryptography;

/// <summary>A folder in which nobody but its owner can exchange a file.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }

        Check(path);
    }

    public static void Check(string path)
    {
        var folder = new DirectoryInfo(path);
        if (folder.LinkTarget is not null)
        {
            throw new IOException("A folder of the key store is a symbolic link.");
        }

        if (!OperatingSystem.IsWindows() && (folder.UnixFileMode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) is not UnixFileMode.None)
        {
            throw new IOException("Others than its owner may write to a folder of the key store: set its mode to 0700.");
        }
    }
}
