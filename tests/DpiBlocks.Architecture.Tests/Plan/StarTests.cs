using static DpiBlocks.Architecture.Tests.Plan.SourceTree;

namespace DpiBlocks.Architecture.Tests.Plan;

/// <summary>A star, not a web: the blocks are peers on Abstractions and Cryptography, and none knows another.</summary>
public sealed class StarTests
{
    private static readonly string[] Core = ["DpiBlocks.Abstractions", "DpiBlocks.Cryptography"];

    private static readonly string[] Tools = ["DpiBlocks.JsonSchema", "DpiBlocks.JsonLd", "DpiBlocks.Messaging"];

    private static readonly string[] Blocks =
        ["DpiBlocks.Identity", "DpiBlocks.Trust", "DpiBlocks.StatusLists", "DpiBlocks.Consent", "DpiBlocks.Credentials", "DpiBlocks.Exchange", "DpiBlocks.Oversight"];

    private static readonly string[] Edges = ["DpiBlocks.Storage.Sqlite", "DpiBlocks.Storage.PostgreSql", "DpiBlocks.AspNetCore", "DpiBlocks.Messaging.Nats", "DpiBlocks.Cli"];

    [Fact]
    public void Every_project_has_its_place() =>
        Projects.Should().BeSubsetOf([.. Core, .. Tools, .. Blocks, .. Edges]).And.HaveCountGreaterThanOrEqualTo(7);

    [Fact]
    public void Abstractions_references_nothing_of_ours() => References("DpiBlocks.Abstractions").Should().BeEmpty();

    [Fact]
    public void Cryptography_references_Abstractions_alone() => References("DpiBlocks.Cryptography").Should().Equal("DpiBlocks.Abstractions");

    [Fact]
    public void A_tool_references_Abstractions_alone()
    {
        foreach (var tool in Projects.Intersect(Tools))
        {
            References(tool).Should().Equal("DpiBlocks.Abstractions");
        }
    }

    [Fact]
    public void A_block_references_the_core_and_never_another_block()
    {
        foreach (var block in Projects.Intersect(Blocks))
        {
            References(block).Should().BeSubsetOf([.. Core, .. Tools], block);
        }
    }

    [Fact]
    public void Nothing_references_the_outside_world_but_what_composes_it()
    {
        foreach (var project in Projects.Except(Edges))
        {
            References(project).Should().NotIntersectWith(Edges, project);
        }

        foreach (var edge in Projects.Intersect(Edges).Except(["DpiBlocks.Cli"]))
        {
            References(edge).Should().NotIntersectWith(Edges, edge);
        }
    }

    // What a library was compiled against counts too, however it got there.
    [Theory]
    [InlineData("DpiBlocks.JsonSchema")]
    [InlineData("DpiBlocks.Messaging")]
    [InlineData("DpiBlocks.Trust")]
    [InlineData("DpiBlocks.StatusLists")]
    [InlineData("DpiBlocks.Oversight")]
    [InlineData("DpiBlocks.Consent")]
    [InlineData("DpiBlocks.Exchange")]
    [InlineData("DpiBlocks.Credentials")]
    public void A_compiled_block_names_no_other_block(string block) =>
        Assemblies.Load(block).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("DpiBlocks.", StringComparison.Ordinal))
            .Should().BeSubsetOf(Core);

    [Fact]
    public void BouncyCastle_and_CBOR_are_met_in_Cryptography_alone()
    {
        foreach (var project in Projects.Except(["DpiBlocks.Cryptography"]))
        {
            Items(project, "PackageReference").Should().NotContain(["BouncyCastle.Cryptography"]).And.NotContain(["System.Formats.Cbor"], project);
            Files($"src/{project}").Where(file => file.Text.Contains("Org.BouncyCastle", StringComparison.Ordinal)).Select(file => file.Path).Should().BeEmpty();
        }
    }

    // The dependencies of each package are few and named; another one needs a note in docs/decisions.
    [Theory]
    [InlineData("DpiBlocks.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions")]
    [InlineData("DpiBlocks.Cryptography", "BouncyCastle.Cryptography", "System.Formats.Cbor")]
    [InlineData("DpiBlocks.JsonSchema")]
    [InlineData("DpiBlocks.Messaging", "Microsoft.Extensions.Hosting.Abstractions")]
    [InlineData("DpiBlocks.Credentials")]
    [InlineData("DpiBlocks.StatusLists")]
    [InlineData("DpiBlocks.Consent", "Microsoft.Extensions.Hosting.Abstractions")]
    [InlineData("DpiBlocks.Oversight", "Microsoft.Extensions.Hosting.Abstractions")]
    [InlineData("DpiBlocks.Trust")]
    [InlineData("DpiBlocks.Storage.Sqlite", "Microsoft.Data.Sqlite")]
    [InlineData("DpiBlocks.Storage.PostgreSql", "Npgsql")]
    [InlineData("DpiBlocks.AspNetCore", "Microsoft.AspNetCore.OpenApi")]
    [InlineData("DpiBlocks.Messaging.Nats", "NATS.Client.JetStream")]
    [InlineData("DpiBlocks.Cli", "System.CommandLine")]
    public void A_package_depends_on_what_is_named_here(string project, params string[] packages) =>
        Items(project, "PackageReference").Should().BeEquivalentTo(packages);

    [Fact]
    public void A_folder_of_Storage_or_AspNetCore_names_only_its_own_block()
    {
        var blocks = Blocks.Append("DpiBlocks.Messaging").Select(block => block["DpiBlocks.".Length..]).ToList();
        foreach (var (path, text) in Projects.Where(project => project == "DpiBlocks.AspNetCore" || project.StartsWith("DpiBlocks.Storage.", StringComparison.Ordinal)).SelectMany(project => Files($"src/{project}")))
        {
            if (path.Split('/') is not [_, _, var folder, ..] || folder.EndsWith(".cs", StringComparison.Ordinal))
            {
                continue;      // beside the folders lies what composes them
            }

            foreach (var block in blocks.Where(block => block != folder))
            {
                text.Should().NotContain($"DpiBlocks.{block};", path).And.NotContain($"DpiBlocks.{block}.", path);
            }
        }
    }
}
