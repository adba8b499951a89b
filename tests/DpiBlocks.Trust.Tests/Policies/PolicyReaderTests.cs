using System.Text.Json;
using CsCheck;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust.Policies;

public sealed class PolicyReaderTests : IDisposable
{
    private const string Good = """
        {"$schema":"x","name":"n","version":"1","environment":"test","valid_from":"2026-01-01T00:00:00Z","valid_until":"2027-01-01T00:00:00Z",
         "issuers":[{"id":"https://i.example","dids":["did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"],
                     "may":[{"act":"issue","matters":["a","b*"],"for":["c"]}]}]}
        """;

    private readonly Land _land = new();

    [Theory]
    [InlineData("\"n\"", "\"m\"", null)]
    [InlineData("\"name\":\"n\",", "", "")]
    [InlineData("\"n\"", "\"\"", "/name")]
    [InlineData("\"n\"", "1", "/name")]
    [InlineData("\"version\":\"1\",", "", "")]
    [InlineData("\"version\":\"1\"", "\"version\":\"1\",\"extra\":1", "")]
    [InlineData("\"test\"", "\"staging\"", "/environment")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01", "/valid_from")]
    [InlineData("2027-01-01T00:00:00Z", "soon", "/valid_until")]
    [InlineData("\"https://i.example\"", "\"https://i example\"", "/issuers/0/id")]
    [InlineData("\"https://i.example\"", "null", "/issuers/0/id")]
    [InlineData("\"id\":\"https://i.example\",", "", "/issuers/0")]
    [InlineData("\"https://i.example\"", "\"did:key:z6Mk\"", "/issuers/0/id")]
    [InlineData("\"dids\"", "\"did\"", "/issuers/0")]
    [InlineData("X3mDooWp", "X3mDooW", "/issuers/0/dids/0")]
    [InlineData("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", "did:web:i.example", "/issuers/0/dids/0")]
    [InlineData("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", "did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F", "/issuers/0/dids/0")]
    [InlineData("\"issue\"", "\"Issue\"", "/issuers/0/may/0/act")]
    [InlineData("\"issue\"", "\"all\"", "/issuers/0/may/0/act")]
    [InlineData("\"act\":\"issue\",", "", "/issuers/0/may/0")]
    [InlineData("\"matters\":[\"a\",\"b*\"]", "\"matters\":[]", "/issuers/0/may/0/matters")]
    [InlineData("\"matters\":[\"a\",\"b*\"]", "\"matters\":\"a\"", "/issuers/0/may/0/matters")]
    [InlineData("\"b*\"", "\"*b\"", "/issuers/0/may/0/matters/1")]
    [InlineData("\"b*\"", "\"b**\"", "/issuers/0/may/0/matters/1")]
    [InlineData("\"c\"", "\"c*d\"", "/issuers/0/may/0/for/0")]
    [InlineData("\"for\":[\"c\"]", "\"for\":[]", "/issuers/0/may/0/for")]
    [InlineData("\"dids\":[", "\"files\":[\"../key.jwk\"],\"dids\":[", "/issuers/0/files/0")]
    [InlineData("\"dids\":[", "\"files\":[\"/etc/passwd\"],\"dids\":[", "/issuers/0/files/0")]
    [InlineData("\"dids\":[", "\"files\":[\"..\"],\"dids\":[", "/issuers/0/files/0")]
    [InlineData("\"dids\":[", "\"files\":[\"a\\\\b\"],\"dids\":[", "/issuers/0/files/0")]
    [InlineData("\"dids\":[", "\"files\":[\"a\\u0000\"],\"dids\":[", "/issuers/0/files/0")]
    public void What_is_not_by_the_schema_is_refused(string old, string @new, string? location)
    {
        _land.Put("policy.json", Good.Replace(old, @new));
        TrustFolder.TryLoad(_land.Path, null, out _, out var refusal).Should().Be(location is null);
        (refusal?.Code).Should().Be(location is null ? null : TrustRefusalCodes.PolicyInvalid);
        (refusal?.Location).Should().Be(location is null ? null : "policy.json#" + location);
    }

    [Fact]
    public void Keys_in_a_policy_are_public_and_good()
    {
        using var key = Land.Key("k");
        _land.Put("policy.json", With(Land.Jwk(key)));
        _land.CodeOfLoading().Should().BeNull();
        _land.Put("policy.json", With(System.Text.Encoding.UTF8.GetString(key.ExportPrivateJwk())));
        _land.CodeOfLoading().Should().Be(KeyRefusalCodes.PrivateInPublicSet);
        _land.Put("policy.json", With("""{"kty":"oct"}"""));
        _land.CodeOfLoading().Should().Be(KeyRefusalCodes.Unsupported);
        _land.Put("policy.json", With(Land.Jwk(key).Replace("\"kty\"", "\"use\":\"enc\",\"kty\"")));
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.PolicyInvalid);

        static string With(string jwk) => Good.Replace("\"dids\":[", $"\"keys\":[{jwk}],\"dids\":[");
    }

    [Fact]
    public void A_file_that_a_policy_names_lies_beside_it_and_is_no_policy()
    {
        _land.Put("policy.json", Good.Replace("\"dids\":[", "\"files\":[\"key.jwk\"],\"dids\":["));
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.PolicyInvalid);
        Land.CodeOfLoading(Path.Combine(_land.Path, "policy.json")).Should().Be(TrustRefusalCodes.Unreadable);
        _land.Put("key.jwk", Good);
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.PolicyInvalid);
        using var key = Land.Key("k");
        _land.Put("key.jwk", Land.Jwk(key));
        _land.CodeOfLoading().Should().BeNull();
        Land.CodeOfLoading(Path.Combine(_land.Path, "policy.json")).Should().BeNull();
        _land.Put("key.jwk", "read me");
        Land.CodeOfLoading(Path.Combine(_land.Path, "policy.json")).Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_folder_is_no_file_that_a_policy_may_name(int files)
    {
        using var key = Land.Key("k");
        _land.Put("policy.json", Good.Replace("\"dids\":[", "\"files\":[\"keys\"],\"dids\":["));
        var folder = Directory.CreateDirectory(Path.Combine(_land.Path, "keys"));
        for (var i = 0; i < files; i++)
        {
            File.WriteAllText(Path.Combine(folder.FullName, i == 0 ? "keys" : "more"), Land.Jwk(key));
        }

        Land.CodeOfLoading(Path.Combine(_land.Path, "policy.json")).Should().Be(TrustRefusalCodes.PolicyInvalid);
        folder.Delete(recursive: true);
        _land.Put("keys", Land.Jwk(key));
        Land.CodeOfLoading(Path.Combine(_land.Path, "policy.json")).Should().BeNull();
    }

    [Fact]
    public void The_example_in_the_documentation_is_read()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "trust.md"));
        var begin = page.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        using var key = Land.Key("k");
        _land.Put("policy.json", page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)]).Put("home-office.jwks.json", $$"""{"keys":[{{Land.Jwk(key)}}]}""");
        TrustFolder.Load(_land.Path).Environment.Should().Be(TrustEnvironment.Production);
    }

    [Fact]
    public void The_published_schema_names_what_the_reader_reads()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "schemas", "trust-policy.schema.json")));
        var definitions = schema.RootElement.GetProperty("$defs");
        foreach (var (element, shape) in new[]
        {
            (schema.RootElement, PolicyReader.Top), (definitions.GetProperty("issuer"), PolicyReader.Issuer), (definitions.GetProperty("grant"), PolicyReader.Grant),
        })
        {
            element.GetProperty("properties").EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo(shape.Names);
            element.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Should().BeEquivalentTo(shape.Names.Take(shape.Required));
            element.GetProperty("additionalProperties").GetBoolean().Should().BeFalse();
        }

        definitions.GetProperty("grant").GetProperty("properties").GetProperty("act").GetProperty("enum").EnumerateArray().Select(name => name.GetString())
            .Should().BeEquivalentTo(PolicyReader.Acts.Keys);
    }

    [Fact]
    public void Changed_policies_never_make_the_reader_throw()
    {
        var good = System.Text.Encoding.UTF8.GetBytes(Good);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            var bytes = (byte[])good.Clone();
            foreach (var (at, value) in changes)
            {
                bytes[at] = value;
            }

            TrustFileContent.TryRead(bytes, out var content, out var refusal).Should().Be(content is not null && refusal is null);
        });
    }

    public void Dispose() => _land.Dispose();
}
