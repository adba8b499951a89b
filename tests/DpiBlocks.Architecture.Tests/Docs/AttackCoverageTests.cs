using System.Text.RegularExpressions;
using DpiBlocks.Architecture.Tests.Plan;

namespace DpiBlocks.Architecture.Tests.Docs;

public sealed partial class AttackCoverageTests
{
    private static readonly AttackCoverage Coverage = AttackCoverage.Read();

    [Fact]
    public void The_coverage_of_the_attacks_is_as_documented() => Approved.ShouldBe("docs/attack-coverage.md", Coverage.ToMarkdown());

    // The scan finds whatever the compiler sees: as many attributes as the text has.
    [Fact]
    public void No_attribute_is_overlooked()
    {
        var named = SourceTree.Files("tests").Where(file => !file.Path.StartsWith("tests/DpiBlocks.Testing/", StringComparison.Ordinal) && !file.Path.EndsWith("/AttackCoverageTests.cs", StringComparison.Ordinal))
            .SelectMany(file => AnyId().Matches(file.Text).Select(match => match.Groups[1].Value)).ToHashSet();
        Coverage.Tests.Keys.Union(Coverage.Waivers.Keys).Should().BeEquivalentTo(named);
    }

    [Fact]
    public void Every_row_that_concerns_what_is_built_is_covered_or_waived() =>
        string.Join(' ', RowsThatConcernUs().Except(Coverage.Tests.Keys).Except(Coverage.Waivers.Keys)).Should().BeEmpty();

    [Fact]
    public void Every_id_is_one_of_the_catalogue() =>
        string.Join(' ', Coverage.Tests.Keys.Union(Coverage.Waivers.Keys).Except(Catalogue().Select(row => row.Id))).Should().BeEmpty();

    // Sections 1 to 5, 7, 9, 11 and 16; did:key and did:jwk; the web, the tool and the packages.
    private static IEnumerable<string> RowsThatConcernUs() =>
        from row in Catalogue()
        where row.Section is 1 or 2 or 3 or 4 or 5 or 7 or 9 or 11 or 16
            || row.Id is "DID-07" or "DID-08" || row.Id.StartsWith("WEB-", StringComparison.Ordinal) || row.Id.StartsWith("PKG-", StringComparison.Ordinal)
        select row.Id;

    private static List<(int Section, string Id)> Catalogue()
    {
        var rows = new List<(int, string)>();
        var section = 0;
        foreach (var line in File.ReadLines(SharedFiles.PathOf("attack-catalogue.md")))
        {
            if (Section().Match(line) is { Success: true } heading)
            {
                section = int.Parse(heading.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (Row().Match(line) is { Success: true } row)
            {
                rows.Add((section, row.Groups[1].Value));
            }
        }

        rows.Should().HaveCountGreaterThan(200);
        return rows;
    }

    [GeneratedRegex(@"\A## (\d+)\. ")]
    private static partial Regex Section();

    [GeneratedRegex(@"\A\| ([A-Z0-9]+-\d+) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"""([A-Z][A-Z0-9]{2,3}-\d\d)""")]
    private static partial Regex AnyId();
}
