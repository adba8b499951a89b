namespace DpiBlocks.Architecture.Tests.Packaging;

/// <summary>A folder of its own that builds by this repository's rules: the same properties, analyzers and banned symbols.</summary>
internal sealed class Checkout : IDisposable
{
    private static readonly string[] Rules =
        ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "src/Directory.Build.props", "src/BannedSymbols.txt"];

    public Checkout()
    {
        foreach (var file in Rules)
        {
            Copy(file);
        }

        // Nothing asks a registry: what the build needs is in the cache of packages already, or in the folder "feed".
        Directory.CreateDirectory(Path.Combine(Folder, "feed"));
        Write("NuGet.config", """
            <configuration>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
              <auditSources><clear /></auditSources>
            </configuration>
            """);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("dpiblocks-").FullName;

    public void Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public void Copy(string path)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.Copy(Path.Combine(Repository.Root, path), full);
    }

    /// <summary>Copies a folder with all that lies below it.</summary>
    public void CopyFolder(string path)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, path), "*", SearchOption.AllDirectories))
        {
            Copy(Path.GetRelativePath(Repository.Root, file));
        }
    }

    public Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => Dotnet.RunAsync(Folder, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
