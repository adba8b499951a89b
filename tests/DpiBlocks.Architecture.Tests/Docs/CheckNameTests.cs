using System.Text.RegularExpressions;
using DpiBlocks.Architecture.Tests.Plan;

namespace DpiBlocks.Architecture.Tests.Docs;

public sealed partial class CheckNameTests
{
    [Fact]
    public void Each_check_is_listed_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/verdicts.md"));
        var made = SourceTree.Files("src").SelectMany(file => Made().Matches(file.Text)).Select(match => match.Groups[1].Value).Distinct().ToList();
        made.Should().HaveCountGreaterThan(10);
        string.Join(' ', made.Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal))).Should().BeEmpty();
    }

    [GeneratedRegex(@"(?:Check\.(?:Passed|Failed|NotChecked|NotApplicable)\(|new Check \{ Name = |CheckName = |erdict\.Add\(|checks\.Add\()\s*""([a-z_]+)""")]
    private static partial Regex Made();
}
