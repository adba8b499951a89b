using System.Xml.Linq;

namespace DpiBlocks.Architecture.Tests.Plan;

/// <summary>The folders and files of the repository, as the tests of its plan see them.</summary>
internal static class SourceTree
{
    /// <summary>The names of the projects in <c>src</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    /// <summary>What a project names in its file, as one kind of item.</summary>
    public static IReadOnlyList<string> Items(string project, string kind) =>
        [.. XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj")).Descendants(kind).Select(item => item.Attribute("Include")!.Value)];

    /// <summary>The projects that a project references.</summary>
    public static IReadOnlyList<string> References(string project) =>
        [.. Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    /// <summary>The source files below a folder: path from the root of the repository, and text.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder, string pattern = "*.cs")
    {
        var root = System.IO.Path.Combine(Repository.Root, folder);
        return Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(System.IO.Path.Combine(Repository.Root, path))));
    }
}
