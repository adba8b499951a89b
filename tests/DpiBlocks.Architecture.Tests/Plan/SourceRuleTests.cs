using System.Text.RegularExpressions;
using static DpiBlocks.Architecture.Tests.Plan.SourceTree;

namespace DpiBlocks.Architecture.Tests.Plan;

/// <summary>Rules of the code that no analyzer knows, read from the text of <c>src</c>.</summary>
public sealed class SourceRuleTests
{
    [Fact]
    public void There_is_something_to_read() => Files("src").Should().HaveCountGreaterThan(100);

    [Fact]
    [Attack("JSN-14")]
    public void There_is_no_regular_expression() => ShouldNotContain(@"\bRegex\b|RegularExpressions");

    [Fact]
    [Attack("JSN-13")]
    public void No_member_of_outside_JSON_names_a_type() =>
        ShouldNotContain(@"JsonPolymorphic|JsonDerivedType|TypeNameHandling|PolymorphismOptions|IJsonTypeInfoResolver");

    [Fact]
    [Attack("JSN-16")]
    public void No_unknown_member_of_outside_JSON_is_collected() => ShouldNotContain("JsonExtensionData|UnmappedMemberHandling");

    // A catch without a type that does not throw again is an error of the build already (CA1031).
    [Fact]
    public void Nothing_is_swallowed() => ShouldNotContain(@"catch\s*\(\s*(System\.)?Exception\b[^)]*\)\s*\{");

    [Fact]
    public void Nothing_waits_for_a_context_that_libraries_do_not_have() => ShouldNotContain(@"ConfigureAwait|\.GetAwaiter\(\)\.GetResult\(\)");

    // The generator writes several classes in an order that differs from build to build, and with it the bytes of the library (PKG-03).
    [Fact]
    public void The_lines_of_a_packages_log_stand_in_one_class() =>
        Files("src").Where(file => file.Text.Contains("[LoggerMessage(", StringComparison.Ordinal)).GroupBy(file => file.Path.Split('/')[1])
            .Where(package => package.Count() > 1).Select(package => package.Key).Should().BeEmpty();

    [Fact]
    public void Nothing_is_left_undone() => ShouldNotContain(@"NotImplementedException|\b(TODO|FIXME|HACK)\b");

    // a?.b.Should() asks nothing when a is null, which is just when it should fail.
    [Fact]
    public void No_test_asserts_only_what_happens_to_be_there()
    {
        var silent = new Regex(@"^\s*[^/\s(][^;]*\?\.[\w.!]+\.Should\(\)", RegexOptions.Multiline);
        silent.IsMatch("  refusal?.Code.Should()").Should().BeTrue();
        Files("tests").SelectMany(file => silent.Matches(file.Text).Select(match => $"{file.Path}: {match.Value.Trim()}"))
            .Where(found => !found.Contains("silent.IsMatch", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void No_file_is_too_long_to_be_read() =>
        Files("src").Where(file => file.Text.AsSpan().Count('\n') > 300).Select(file => file.Path).Should().BeEmpty();

    // What is on the path of a request names its one shard; these alone look at all of them, for workers in the background.
    [Fact]
    public void Only_workers_look_at_more_than_one_shard()
    {
        string[] workers = ["StagedEffects.cs", "OutboxStore.cs", "DeadLetterStore.cs", "JournalStore.Sequencing.cs", "ConsentStore.Ending.cs"];
        var scan = new Regex(@"\.Scan(Async)?\(");
        var scanning = Files("src").Where(file => file.Path.Contains("/DpiBlocks.Storage.", StringComparison.Ordinal) && scan.IsMatch(file.Text)).ToList();
        scanning.Should().NotBeEmpty();
        scanning.Select(file => file.Path).Where(path => !workers.Any(worker => path.EndsWith(worker, StringComparison.Ordinal))).Should().BeEmpty();
    }

    // Where a file holds one public type, which is the rule.
    [Fact]
    public void A_public_type_is_found_in_the_file_of_its_name()
    {
        var declared = new Regex(@"^public (?:(?:static|sealed|abstract|readonly|partial|record|ref|unsafe) )*(?:class|struct|interface|enum|record) (\w+)", RegexOptions.Multiline);
        foreach (var (path, text) in Files("src"))
        {
            var types = declared.Matches(text).Select(match => match.Groups[1].Value).ToList();
            if (types.Count == 1)
            {
                path.Split('/')[^1].Split('.')[0].Should().Be(types[0], path);
            }
        }
    }

    private static void ShouldNotContain(string pattern)
    {
        var forbidden = new Regex(pattern);
        Files("src").SelectMany(file => forbidden.Matches(file.Text).Select(match => $"{file.Path}: {match.Value}")).Should().BeEmpty();
    }
}
