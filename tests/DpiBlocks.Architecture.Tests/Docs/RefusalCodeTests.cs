using System.Text;
using System.Text.RegularExpressions;
using DpiBlocks.Architecture.Tests.Plan;

namespace DpiBlocks.Architecture.Tests.Docs;

public sealed partial class RefusalCodeTests
{
    private const string Heading = "## Refusal codes";

    [Fact]
    public void There_are_many() => RefusalCode.All.Should().HaveCountGreaterThan(50);

    [Fact]
    public void No_two_are_the_same() =>
        string.Join(' ', RefusalCode.All.GroupBy(code => code.Code).Where(group => group.Count() > 1).SelectMany(group => group).Select(code => $"{code.Class}.{code.Name}"))
            .Should().BeEmpty();

    [Fact]
    public void Each_is_an_area_and_a_reason() =>
        string.Join(' ', RefusalCode.All.Select(code => code.Code).Where(code => !Shape().IsMatch(code))).Should().BeEmpty();

    [Fact]
    public void Each_is_explained_in_a_sentence() =>
        string.Join(' ', RefusalCode.All.Where(code => !code.Sentence.EndsWith('.')).Select(code => $"{code.Class}.{code.Name}")).Should().BeEmpty();

    [Fact]
    public void Each_is_listed_in_the_documentation()
    {
        var written = File.ReadAllText(Path.Combine(Repository.Root, "docs/verdicts.md")).ReplaceLineEndings("\n");
        var start = written.IndexOf(Heading, StringComparison.Ordinal);
        start.Should().BePositive();
        Approved.ShouldBe("docs/verdicts.md", written[..start] + Table());
    }

    // By its text, or by the name of its constant.
    [Fact]
    public void Each_is_produced_by_a_test()
    {
        var tests = string.Concat(SourceTree.Files("tests").Where(file => !file.Path.Contains("Architecture.Tests", StringComparison.Ordinal)).Select(file => file.Text));
        var unproduced = RefusalCode.All.Where(code =>
            !tests.Contains($"\"{code.Code}\"", StringComparison.Ordinal) && !tests.Contains($"{code.Class}.{code.Name}", StringComparison.Ordinal));
        string.Join(' ', unproduced.Select(code => code.Code)).Should().BeEmpty();
    }

    private static string Table()
    {
        var text = new StringBuilder(Heading).Append("\n\nMade from the documentation of the code by a test; every code is stable once released.\n");
        foreach (var area in RefusalCode.All.GroupBy(code => code.Code.Split('.')[0]))
        {
            text.Append("\n### ").Append(area.Key).Append("\n\n| code | meaning |\n| --- | --- |\n");
            foreach (var code in area)
            {
                text.Append("| `").Append(code.Code).Append("` | ").Append(code.Sentence.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\z")]
    private static partial Regex Shape();
}
