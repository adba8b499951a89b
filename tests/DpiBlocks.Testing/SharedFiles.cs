using Xunit;

namespace DpiBlocks.Testing;

/// <summary>The folder of other people's vectors and specifications: <c>DPIBLOCKS_SHARED</c>, or <c>../shared</c> beside the repository.</summary>
/// <remarks>They are not ours to keep here, so a clone without them reports these cases as skipped.</remarks>
public static class SharedFiles
{
    private static readonly string? Folder = Find();

    /// <summary>The full path of a file or folder below the shared one; the test is skipped when there is none.</summary>
    public static string PathOf(string relative)
    {
        var path = Folder is null ? null : Path.Combine(Folder, relative);
        if (path is null || (!File.Exists(path) && !Directory.Exists(path)))
        {
            Assert.Skip($"shared/{relative} is not here: set DPIBLOCKS_SHARED to the folder that holds it.");
        }

        return path!;
    }

    /// <summary>The files below a shared folder, in a fixed order.</summary>
    public static IReadOnlyList<string> FilesOf(string relative, string pattern = "*.json") =>
        [.. Directory.EnumerateFiles(PathOf(relative), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("DPIBLOCKS_SHARED") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "..", "shared");
            if (File.Exists(Path.Combine(at.FullName, "DpiBlocks.sln")) && Directory.Exists(candidate))
            {
                return Path.GetFullPath(candidate);
            }
        }

        return null;
    }
}
