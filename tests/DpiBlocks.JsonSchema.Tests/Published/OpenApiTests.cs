using System.Text.Json;
using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Published;

/// <summary>The schemas within the OpenAPI documents that are published as JSON.</summary>
public sealed class OpenApiTests
{
    private const string Address = "https://api.example/openapi.json";

    [Theory]
    [InlineData("g2p-bridge/mapper-openapi.json", 35)]
    [InlineData("g2p-bridge/openapi.json", 37)]
    [InlineData("govstack-digital-registries/GovStack_Digital_registries_BB_Data_API_template-1.3.0.json", 11)]
    [InlineData("govstack-digital-registries/GovStack_Digital_registries_BB_Database_API_template-1.3.0.json", 3)]
    [InlineData("govstack-registration/GovStack_Registration_BB_API.json", 17)]
    [InlineData("mosip/authentication-service-openapi.json", 12)]
    [InlineData("mosip/credential-service-openapi.json", 7)]
    [InlineData("mosip/identity-service-openapi.json", 12)]
    [InlineData("who-gdhcn/smart-trust/images/openapi/openapi.json", 7)]
    public void Every_named_schema_compiles(string file, int count)
    {
        var bytes = File.ReadAllBytes(SharedFiles.PathOf($"specs/{file}"));
        var root = JsonElement.Parse(bytes);

        // OpenAPI 3.1 is 2020-12; the schemas of 3.0 are written in the words of draft-04.
        var draft = root.GetProperty("openapi").GetString()!.StartsWith("3.0", StringComparison.Ordinal) ? SchemaDraft.Draft04 : SchemaDraft.Draft202012;
        var compiler = new SchemaCompiler(new SchemaOptions { DefaultDraft = draft, AssertFormats = true });
        compiler.Add(Address, bytes).Should().BeNull();
        var names = root.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(member => member.Name).ToList();
        names.Should().HaveCount(count);
        foreach (var name in names)
        {
            compiler.TryCompile($"{Address}#/components/schemas/{name}", out var schema, out var refusal).Should().BeTrue("{0}: {1}", name, refusal);
            Ask(schema!, "{}");
        }
    }
}
