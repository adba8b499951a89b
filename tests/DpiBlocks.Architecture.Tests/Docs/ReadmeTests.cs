using System.Text.RegularExpressions;
using DpiBlocks.Architecture.Tests.Plan;

namespace DpiBlocks.Architecture.Tests.Docs;

public sealed partial class ReadmeTests
{
    private static readonly string Readme = Read("README.md");

    [Fact]
    public void Its_lines_of_code_are_those_that_are_compiled() =>
        CodeBlock().Matches(Readme).Select(match => match.Groups[1].Value).Should().Equal(Read("samples/Snippets/Program.cs"));

    [Fact]
    public void They_are_ten() =>
        Read("samples/Snippets/Program.cs").Split('\n').Count(line => line.Length > 0 && !line.StartsWith("using DpiBlocks", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(10);

    [Fact]
    public void It_names_every_package() => string.Join(' ', SourceTree.Projects.Where(project => !Readme.Contains($"`{project}`", StringComparison.Ordinal))).Should().BeEmpty();

    [Fact]
    public void Its_commands_are_those_that_are_run()
    {
        var run = Read(".ci/run");
        foreach (var command in new[] { "dotnet run --project samples/RightToWork", "dotnet run --project samples/Snippets", "dotnet test" })
        {
            Readme.Should().Contain(command);
            run.Should().Contain(command);
        }
    }

    [Fact]
    public void Every_link_of_every_page_leads_somewhere()
    {
        var broken =
            from page in SourceTree.Files(".", "*.md")
            where !page.Path.StartsWith("artifacts/", StringComparison.Ordinal)
            from Match link in Link().Matches(page.Text)
            let target = link.Groups[1].Value
            where !target.StartsWith("https://", StringComparison.Ordinal)
            let path = Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, target)
            where !File.Exists(path) && !Directory.Exists(path)
            select $"{page.Path}: {target}";
        string.Join('\n', broken).Should().BeEmpty();
    }

    // The repository speaks of the project alone: it names no machine's folder and no registry's host.
    [Fact]
    public void No_page_and_no_source_names_a_machine()
    {
        var told =
            from folder in new[] { "src", "tests", "samples", "benchmarks", "docs", ".ci" }
            from file in SourceTree.Files(folder, "*")
            where file.Path.EndsWith(".cs", StringComparison.Ordinal) || file.Path.EndsWith(".md", StringComparison.Ordinal) || folder == ".ci"
            where Machine().IsMatch(file.Text)
            select file.Path;
        string.Join('\n', told).Should().BeEmpty();
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w.])/(?:work|home|root)/|[a-z]:\\Users\\|api\.nu(?:get)\.org|registry\.np(?:mjs)|deb\.deb(?:ian)")]
    private static partial Regex Machine();
}
