using YamlDotNet.RepresentationModel;

namespace DpiBlocks.Architecture.Tests.Docs;

/// <summary><c>publiccode.yml</c> has what the standard demands and nothing it does not know, by the standard's own two examples.</summary>
public sealed class PublicCodeTests
{
    private static readonly string Ours = Path.Combine(Repository.Root, "publiccode.yml");

    [Fact]
    public void It_has_every_key_of_the_smallest_example() =>
        Keys(SharedFiles.PathOf("specs/publiccode/publiccode.minimal.yml")).Except(Keys(Ours)).Should().BeEmpty();

    [Fact]
    public void It_has_no_key_that_the_largest_example_lacks() =>
        Keys(Ours).Except(Keys(SharedFiles.PathOf("specs/publiccode/publiccode.yml"))).Should().BeEmpty();

    [Fact]
    public void The_short_description_is_short_and_the_long_one_long()
    {
        var description = Root(Ours)["description"]["en"];
        Text(description["shortDescription"]).Trim().Length.Should().BeInRange(1, 150);
        Text(description["longDescription"]).Trim().Length.Should().BeInRange(150, 10_000);
    }

    [Fact]
    public void The_version_is_that_of_the_packages() =>
        File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")).Should().Contain($"<Version>{Text(Root(Ours)["softwareVersion"])}</Version>");

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static YamlNode Root(string path)
    {
        using var text = File.OpenText(path);
        var stream = new YamlStream();
        stream.Load(text);
        return stream.Documents.Single().RootNode;
    }

    // The way to every member; lists count by what their items have.
    private static SortedSet<string> Keys(string path)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        Collect(Root(path), string.Empty);
        return keys;

        void Collect(YamlNode node, string at)
        {
            foreach (var item in node as IEnumerable<YamlNode> ?? [])
            {
                Collect(item, at);
            }

            foreach (var (name, value) in node as IEnumerable<KeyValuePair<YamlNode, YamlNode>> ?? [])
            {
                keys.Add($"{at}/{name}");
                Collect(value, $"{at}/{name}");
            }
        }
    }
}
