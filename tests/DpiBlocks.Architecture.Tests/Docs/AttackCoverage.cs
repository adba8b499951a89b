using System.Text;
using System.Text.RegularExpressions;
using DpiBlocks.Architecture.Tests.Plan;

namespace DpiBlocks.Architecture.Tests.Docs;

/// <summary>Which rows of the attack catalogue the tests cover or waive, read from the text of all tests.</summary>
internal sealed partial class AttackCoverage
{
    private AttackCoverage()
    {
        foreach (var (path, text) in SourceTree.Files("tests").Where(file => !file.Path.StartsWith("tests/DpiBlocks.Testing/", StringComparison.Ordinal)))
        {
            var group = path.Split('/')[1]["DpiBlocks.".Length..].Replace(".Tests", string.Empty, StringComparison.Ordinal);
            foreach (Match attack in Attack().Matches(text))
            {
                var method = Method().Match(text, attack.Index);
                var test = $"{group}: {Path.GetFileNameWithoutExtension(path)}.{method.Groups[1].Value}";
                foreach (Match id in Id().Matches(attack.Groups[1].Value))
                {
                    Add(Tests, id.Value, test);
                }
            }

            foreach (Match waiver in Waiver().Matches(text))
            {
                Add(Waivers, waiver.Groups[1].Value, waiver.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal));
            }
        }
    }

    public static AttackCoverage Read() => new();

    /// <summary>The tests of each row.</summary>
    public SortedDictionary<string, SortedSet<string>> Tests { get; } = new(StringComparer.Ordinal);

    /// <summary>The reasons for which a row is waived.</summary>
    public SortedDictionary<string, SortedSet<string>> Waivers { get; } = new(StringComparer.Ordinal);

    public string ToMarkdown()
    {
        var ids = Tests.Keys.Union(Waivers.Keys).Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder("""
            # Attack coverage

            Made from the tests by a test. Each row is a way in which code of this kind has been attacked or has failed; the ids are those of
            the project's attack catalogue. A row has tests that carry its id, or is waived: it belongs to what is not built yet, or cannot apply.

            | rows | covered | tests | waived |
            | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var area in ids.GroupBy(id => id.Split('-')[0]))
        {
            text.Append("| ").Append(area.Key).Append(" | ").Append(area.Count(Tests.ContainsKey))
                .Append(" | ").Append(area.Where(Tests.ContainsKey).Sum(id => Tests[id].Count))
                .Append(" | ").Append(area.Count(id => !Tests.ContainsKey(id))).Append(" |\n");
        }

        foreach (var area in ids.GroupBy(id => id.Split('-')[0]))
        {
            text.Append("\n## ").Append(area.Key).Append("\n\n");
            foreach (var id in area)
            {
                text.Append("- **").Append(id).Append("**\n");
                foreach (var test in Tests.GetValueOrDefault(id, []))
                {
                    text.Append("  - ").Append(test.Replace('_', ' ')).Append('\n');
                }

                foreach (var reason in Waivers.GetValueOrDefault(id, []))
                {
                    text.Append("  - waived: ").Append(reason).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static void Add(SortedDictionary<string, SortedSet<string>> rows, string id, string value)
    {
        if (!rows.TryGetValue(id, out var values))
        {
            rows.Add(id, values = new SortedSet<string>(StringComparer.Ordinal));
        }

        values.Add(value);
    }

    [GeneratedRegex(@"[\[,]\s*Attack\(((?:\s*""[A-Z0-9]+-\d+""\s*,?)+)\)")]
    private static partial Regex Attack();

    [GeneratedRegex(@"\bpublic (?:(?:static|async|override|virtual) )*[\w<>\[\], ]+? (\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"[A-Z0-9]+-\d+")]
    private static partial Regex Id();

    [GeneratedRegex(@"assembly: (?:DpiBlocks\.Testing\.)?AttackWaived\(\s*""([A-Z0-9]+-\d+)"",\s*""((?:[^""\\]|\\.)*)""\s*\)")]
    private static partial Regex Waiver();
}
