using System.Text.Json;
using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Published;

/// <summary>Every schema of the specifications and vectors, and every example beside one.</summary>
public sealed class PublishedSchemaTests
{
    private static readonly JsonLimits Large = new(32 << 20) { MaxDepth = 128, MaxMembers = 100_000, MaxItems = 1_000_000 };

    // What stands there is what is published; the specifications' README lists ten that do not parse, and I-JSON refuses two more.
    [Fact]
    public void The_published_files_that_are_not_JSON_are_known() => Unreadable("specs").Should().BeEquivalentTo(
        "dci/jsonld/common/v1/api-schemas/AttributeValueEnum.jsonld json.malformed",
        "dci/jsonld/common/v1/api-schemas/ExpCondition.jsonld json.malformed",
        "dci/jsonld/common/v1/api-schemas/ExpPredicateWithCondition.jsonld json.malformed",
        "dci/jsonld/common/v1/api-schemas/RequestStatus.jsonld json.malformed",
        "dci/upstream/sample-jsons/assets/example_files/social/processflow3areq.json json.duplicate_member",
        "dci/upstream/sample-jsons/assets/example_files/social/processflow4req.json json.duplicate_member",
        "govstack-information-mediator/application.json json.malformed",
        "govstack-information-mediator/member.json json.malformed",
        "govstack-information-mediator/service.json json.malformed",
        "govstack-registration/ExamplePayload.json json.malformed",
        "kantara-consent-receipt-1.1/kantara-consent-receipt-v1_1-schema.json json.malformed",
        "who-gdhcn/smart-trust/images/trustlist.jsonld json.malformed");

    // Most of these are JSON with comments, an ellipsis or a text that is no JSON, as their specifications print them; one is a key set made wrong on purpose.
    [Fact]
    public void The_published_vectors_that_are_not_JSON_are_known() => Unreadable("vectors").Should().BeEquivalentTo(
        "haip/credential_request_sd_jwt_vc.json json.malformed",
        "openid4vci/1.0/issuer_jwks.json json.malformed",
        "openid4vp/1.0/digital_credentials_api/signed_request_payload.json json.malformed",
        "openid4vp/1.0/digital_credentials_api/signed_request_payload_compact.json json.malformed",
        "openid4vp/1.0/request/request_object_client_id_did.json json.malformed",
        "smart-health-cards/dev-tools/badjwks/.well-known/jwks.json json.malformed",
        "who-gdhcn/tng-cdn-dev/keyusage.jsonld json.malformed");

    [Fact]
    public void Every_schema_compiles()
    {
        var files = Files("specs").Concat(Files("vectors")).Select(file => (Path: file, Root: TryRead(file))).Where(file => IsSchema(file.Root)).ToList();
        var compiler = new SchemaCompiler(new SchemaOptions { AssertFormats = true });
        foreach (var (path, root) in files)
        {
            // The six of G2P Connect all call themselves the same, which hinders none: draft-04, which they name, does not know $id.
            compiler.Add(AddressOf(path, root!.Value), File.ReadAllBytes(path)).Should().BeNull("{0}", path);
        }

        // TS 119 602 refers to a schema of JWK that ETSI publishes beside it and that is not here.
        compiler.Add("https://specs.example/etsi-119602/rfcs/rfc7517.json", Utf8("""{"definitions":{"jwk":{"type":"object","required":["kty"]}}}""")).Should().BeNull();
        var refused = files.Where(file => !compiler.TryCompile(AddressOf(file.Path, file.Root!.Value), out _, out _)).Select(file => Path.GetFileName(file.Path));
        files.Should().HaveCount(29);
        refused.Should().BeEquivalentTo("log_entry.schema.json");      // did:webvh: "type": "datetime" is no type
    }

    // The lists of references name keys by DID URL, which DID Core allows and the WHO's own schema does not.
    [Fact]
    public void The_lists_of_references_of_the_WHO_break_its_schema_in_one_way()
    {
        const string Root = "https://raw.githubusercontent.com/WorldHealthOrganization/tng-cdn-dev/refs/heads/main/schema/did-trustlist-schema.json";
        var compiler = new SchemaCompiler();
        foreach (var file in SharedFiles.FilesOf("vectors/who-gdhcn/tng-cdn-dev/schema"))
        {
            compiler.Add(AddressOf(file, JsonElement.Parse(File.ReadAllText(file))), File.ReadAllBytes(file)).Should().BeNull();
        }

        compiler.TryCompile(Root, out var schema, out var refusal).Should().BeTrue("{0}", refusal);
        var files = SharedFiles.FilesOf("specs/who-gdhcn/tng-cdn-dev");
        files.Should().HaveCount(15);
        files.SelectMany(file => Ask(schema!, File.ReadAllText(file)).Errors).Select(error => error.Message).Distinct().Should().Equal("This must be an object, and is a string.");
    }

    [Fact]
    public void The_one_schema_that_cannot_be_used_is_refused_for_its_defect()
    {
        var refusal = Refused(File.ReadAllText(SharedFiles.PathOf("vectors/did/did-webvh/log_entry.schema.json")));
        (refusal.Code, refusal.Location).Should().Be((SchemaRefusalCodes.Malformed, "#/properties/versionTime/type"));
    }

    [Fact]
    public void The_examples_of_verified_claims_follow_their_schemas()
    {
        foreach (var asserted in new[] { false, true })
        {
            var compiler = new SchemaCompiler(new SchemaOptions { AssertFormats = asserted });
            foreach (var file in SharedFiles.FilesOf("specs/openid-ida/schema"))
            {
                compiler.Add($"https://specs.example/{Path.GetFileName(file)}", File.ReadAllBytes(file)).Should().BeNull();
            }

            Judge(compiler, "verified_claims_request.json", "specs/openid-ida/examples/request", 21).Should().BeEmpty();
            var broken = Judge(compiler, "verified_claims.json", "specs/openid-ida/examples/response", 30);
            if (!asserted)
            {
                broken.Should().BeEmpty();
                continue;
            }

            // Nineteen of the thirty write times without seconds (2021-05-11T14:29Z), which RFC 3339 does not know.
            broken.Should().HaveCount(19);
            broken.Values.Should().OnlyContain(errors => errors.Any(error => error.KeywordLocation.EndsWith("/time/format", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void The_examples_of_the_credentials_data_model_follow_their_schemas()
    {
        var compiler = new SchemaCompiler(new SchemaOptions { AssertFormats = true });
        foreach (var file in SharedFiles.FilesOf("vectors/vc-data-model-2.0/spec-schema", "*-schema.json"))
        {
            compiler.Add($"https://specs.example/{Path.GetFileName(file)}", File.ReadAllBytes(file)).Should().BeNull();
        }

        Judge(compiler, "verifiable-credential-schema.json", "vectors/vc-data-model-2.0/spec-schema/verifiable-credential", 9, "example-*.json").Should().BeEmpty();
        Judge(compiler, "verifiable-presentation-schema.json", "vectors/vc-data-model-2.0/spec-schema/verifiable-presentation", 3, "example-*.json").Should().BeEmpty();
    }

    [Fact]
    public void The_example_within_a_schema_follows_it()
    {
        var text = File.ReadAllText(SharedFiles.PathOf("specs/govstack-information-mediator/broadcast.json"));
        var example = JsonElement.Parse(text).GetProperty("examples")[0].GetRawText();
        Hold(Compile(text, Asserting), [example], ["{}"]);
    }

    private static Dictionary<string, IReadOnlyList<SchemaError>> Judge(SchemaCompiler compiler, string schema, string folder, int count, string pattern = "*.json")
    {
        compiler.TryCompile($"https://specs.example/{schema}", out var compiled, out var refusal).Should().BeTrue("{0}", refusal);
        var files = SharedFiles.FilesOf(folder, pattern);
        files.Should().HaveCount(count);
        return files.Select(file => (file, report: Ask(compiled!, File.ReadAllText(file)))).Where(judged => !judged.report.IsValid)
            .ToDictionary(judged => Path.GetFileName(judged.file), judged => (IReadOnlyList<SchemaError>)judged.report.Errors);
    }

    private static IEnumerable<string> Unreadable(string folder)
    {
        foreach (var file in Files(folder))
        {
            if (!StrictJson.TryParse(File.ReadAllBytes(file), Large, out var document, out var refusal))
            {
                yield return $"{Path.GetRelativePath(SharedFiles.PathOf(folder), file).Replace('\\', '/')} {refusal.Code}";
            }

            document?.Dispose();
        }
    }

    private static IEnumerable<string> Files(string folder) => SharedFiles.FilesOf(folder).Concat(SharedFiles.FilesOf(folder, "*.jsonld"));

    private static JsonElement? TryRead(string file) =>
        StrictJson.TryParse(File.ReadAllBytes(file), Large, out var document, out _) ? document.RootElement : null;

    private static bool IsSchema(JsonElement? root) =>
        root is { ValueKind: JsonValueKind.Object } schema && schema.TryGetProperty("$schema", out var named) && named.ToString().Contains("json-schema.org/draft", StringComparison.Ordinal);

    private static string AddressOf(string path, JsonElement root) =>
        path.EndsWith("did-trustlist-value-schema.json", StringComparison.Ordinal)
            ? "https://raw.githubusercontent.com/WorldHealthOrganization/tng-cdn-dev/refs/heads/main/schema/did-trustlist-value-schema.json"      // by which others refer to it; its $id is another
        : root.TryGetProperty("$id", out var id) && !root.GetProperty("$schema").ToString().Contains("draft-04", StringComparison.Ordinal)
            ? id.GetString()!.TrimEnd('#')
            : $"https://specs.example/{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}";
}
