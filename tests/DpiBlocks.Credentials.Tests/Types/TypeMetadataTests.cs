using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.Tests.Support;

namespace DpiBlocks.Credentials.Tests.Types;

/// <summary>SD-JWT VC, 4 and 5.</summary>
public sealed class TypeMetadataTests
{
    private const string Type = "https://types.example/id";
    private const string Base = "https://types.example/base";

    [Fact]
    [Attack("SDJ-23")]
    public async Task Nothing_is_fetched_unless_a_verifier_was_given_who_to_ask()
    {
        var documents = new KnownDocuments().Add(Type, Describe(Type));
        var text = await CredentialAsync();
        (await Desk.AcceptAsync(text)).TypeMetadata.Should().BeNull();
        documents.Asked.Should().BeEmpty();

        var credential = await Desk.AcceptAsync(text, options: new() { TypeMetadata = new(documents) });
        credential.TypeMetadata!.Types.Should().Equal(Type);
        documents.Asked.Should().Equal(Type);
    }

    [Fact]
    [Attack("SDJ-23")]
    public async Task The_hash_that_the_credential_states_must_be_that_of_the_document()
    {
        var content = Describe(Type);
        var documents = new KnownDocuments().Add(Type, content);
        var hash = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        await AcceptAsync(documents, $"\"vct#integrity\":\"{hash}\"");
        await RefuseAsync(documents.Add(Type, content + " "), TypeMetadataRefusalCodes.Integrity, $"\"vct#integrity\":\"{hash}\"");
    }

    [Theory]
    [Attack("SDJ-23")]
    [InlineData("{256}", true)]
    [InlineData("{384}", true)]
    [InlineData("{512}", true)]
    [InlineData("{512}?ct=application/json", true)]
    [InlineData("{256} {384}", true)]
    [InlineData("sha256-AAAA {384}", true)]
    [InlineData("sha384-AAAA {384}", true)]
    [InlineData("{384} sha384-AAAA", true)]
    [InlineData("{256} sha384-AAAA", false)]
    [InlineData("sha512-AAAA {256}", false)]
    [InlineData("sha1-AAAA", false)]
    [InlineData("md5-{256}", false)]
    [InlineData("sha256-", false)]
    [InlineData("sha256-!!!!", false)]
    [InlineData("sha256-{256 and a byte}", false)]
    [InlineData("text", false)]
    public void The_strongest_hash_stated_counts(string integrity, bool matches)
    {
        var content = "content"u8.ToArray();
        var text = integrity
            .Replace("{256 and a byte}", Convert.ToBase64String([.. SHA256.HashData(content), 0]), StringComparison.Ordinal)
            .Replace("{256}", "sha256-" + Convert.ToBase64String(SHA256.HashData(content)), StringComparison.Ordinal)
            .Replace("{384}", "sha384-" + Convert.ToBase64String(SHA384.HashData(content)), StringComparison.Ordinal)
            .Replace("{512}", "sha512-" + Convert.ToBase64String(SHA512.HashData(content)), StringComparison.Ordinal);
        SubresourceIntegrity.Matches(text, content).Should().Be(matches);
    }

    [Fact]
    [Attack("SDJ-23")]
    public async Task The_hash_of_an_extended_type_must_be_right_too()
    {
        var inherited = Describe(Base);
        var hash = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inherited)));
        var documents = new KnownDocuments().Add(Type, Describe(Type, $"\"extends\":\"{Base}\",\"extends#integrity\":\"{hash}\"")).Add(Base, inherited);
        (await AcceptAsync(documents)).TypeMetadata!.Types.Should().Equal(Type, Base);
        await RefuseAsync(documents.Add(Base, inherited + "\n"), TypeMetadataRefusalCodes.Integrity);
    }

    [Fact]
    [Attack("SDJ-23")]
    public async Task Types_that_extend_themselves_or_too_many_others_are_refused()
    {
        string Name(int i) => i == 0 ? Type : $"https://types.example/{i}";
        KnownDocuments Chain(int length, string? end)
        {
            var documents = new KnownDocuments();
            for (var i = 0; i < length; i++)
            {
                var next = i + 1 < length ? Name(i + 1) : end;
                documents.Add(Name(i), Describe(Name(i), next is null ? "" : $"\"extends\":\"{next}\""));
            }

            return documents;
        }

        (await AcceptAsync(Chain(8, null))).TypeMetadata!.Types.Should().HaveCount(8);
        var endless = Chain(1_000, null);
        await RefuseAsync(endless, TypeMetadataRefusalCodes.TooDeep);
        endless.Asked.Should().HaveCount(8);
        await RefuseAsync(Chain(1, Type), TypeMetadataRefusalCodes.Cycle);
        await RefuseAsync(Chain(3, Type), TypeMetadataRefusalCodes.Cycle);
        await RefuseAsync(Chain(4, Name(2)), TypeMetadataRefusalCodes.Cycle);
    }

    [Theory]
    [Attack("SDJ-23")]
    [InlineData("http://types.example/id")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://types.example/id")]
    [InlineData("data:application/json,{}")]
    [InlineData("no address")]
    public async Task An_address_that_is_none_of_type_metadata_is_never_asked_for(string type)
    {
        var documents = new KnownDocuments();
        var finding = await new TypeMetadataResolver(documents).FindAsync(type, null);
        finding.Checks.Should().ContainSingle().Which.Reason!.Code.Should().Be(TypeMetadataRefusalCodes.Unavailable);
        finding.Metadata.Should().BeNull();
        documents.Asked.Should().BeEmpty();
    }

    [Theory]
    [Attack("SDJ-23")]
    [InlineData("urn:example:id")]
    [InlineData(Type)]
    public async Task A_name_is_asked_for_as_an_address_is(string type)
    {
        var finding = await new TypeMetadataResolver(new KnownDocuments().Add(type, Describe(type))).FindAsync(type, null);
        finding.Metadata!.Types.Should().Equal(type);
    }

    [Fact]
    public async Task What_cannot_be_had_is_not_checked_and_the_policy_rules()
    {
        var verdict = await Desk.VerifyAsync(await CredentialAsync(), options: new() { TypeMetadata = new(new KnownDocuments()) });
        (verdict.Refusal!.Code, verdict.Grade).Should().Be((TypeMetadataRefusalCodes.Unavailable, Grade.Undetermined));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("{\"vct\":1}")]
    [InlineData("{\"vct\":\"\"}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"name\":1}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"description\":1}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"extends\":1}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"extends#integrity\":1}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"display\":{}}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"display\":[{\"name\":\"x\"}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"display\":[1]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"display\":[{\"locale\":1,\"name\":\"x\"}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"display\":[{\"locale\":\"en\"}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"display\":[{\"locale\":\"en\",\"name\":1}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"display\":[{\"locale\":\"en\",\"name\":\"x\",\"description\":1}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":{}}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[\"a\"]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":\"a\"}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":[\"a\"],\"display\":[{\"locale\":\"en\",\"name\":\"x\"}]}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":[\"a\"],\"sd\":1}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":[]}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":[-1]}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":[true]}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":[1.5]}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":[2147483648]}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":[\"a\"],\"sd\":\"maybe\"}]}")]
    [InlineData("{\"vct\":\"https://types.example/id\",\"claims\":[{\"path\":[\"a\"],\"mandatory\":\"yes\"}]}")]
    public async Task Metadata_has_its_form(string content)
    {
        await AcceptAsync(new KnownDocuments().Add(Type, Describe(
            Type,
            "\"extends\":\"urn:example:base\",\"display\":[{\"locale\":\"en\",\"name\":\"x\",\"description\":\"y\"}],\"claims\":[{\"path\":[\"a\"],\"display\":[{\"locale\":\"en\",\"label\":\"x\"}],\"sd\":\"allowed\",\"mandatory\":false}]"))
            .Add("urn:example:base", Describe("urn:example:base")));
        await RefuseAsync(new KnownDocuments().Add(Type, content), TypeMetadataRefusalCodes.Malformed);
    }

    [Fact]
    public async Task Metadata_of_another_type_is_refused() =>
        await RefuseAsync(new KnownDocuments().Add(Type, Describe(Base)), TypeMetadataRefusalCodes.Mismatch);

    [Theory]
    [InlineData("\"sd\":\"always\"", "\"sd\":\"never\"", true)]
    [InlineData("\"sd\":\"never\"", "\"sd\":\"allowed\"", true)]
    [InlineData("\"mandatory\":true", "\"mandatory\":false", true)]
    [InlineData("\"sd\":\"allowed\"", "\"sd\":\"never\"", false)]
    [InlineData("\"sd\":\"always\"", "\"sd\":\"always\"", false)]
    [InlineData("\"mandatory\":false", "\"mandatory\":true", false)]
    [InlineData("\"mandatory\":true", "\"sd\":\"never\"", false)]
    [InlineData("\"mandatory\":true", "\"mandatory\":true", false)]
    public async Task A_type_does_not_take_back_what_it_inherits(string inherited, string own, bool isConflict)
    {
        var documents = new KnownDocuments()
            .Add(Type, Describe(Type, $"\"extends\":\"{Base}\",\"claims\":[{{\"path\":[\"a\"],{own}}}]"))
            .Add(Base, Describe(Base, $"\"claims\":[{{\"path\":[\"a\"],{inherited}}}]"));
        var finding = await new TypeMetadataResolver(documents).FindAsync(Type, null);
        (finding.Checks[^1].Reason?.Code).Should().Be(isConflict ? TypeMetadataRefusalCodes.Conflict : null);
        (finding.Metadata is null).Should().Be(isConflict);
    }

    // SD-JWT VC, 4.6.5.2, figures 19 to 21; and 4.5.2.
    [Fact]
    public async Task A_type_inherits_claims_one_by_one_and_its_display_as_a_whole()
    {
        var documents = new KnownDocuments()
            .Add(Base, Describe(Base, """
                "display":[{"locale":"en","name":"Base"}],
                "claims":[{"path":["name"],"display":[{"label":"Full Name","locale":"en"}]},
                          {"path":["address","city"],"mandatory":true,"display":[{"label":"City","locale":"en"},{"label":"Ort","locale":"de"}]}]
                """))
            .Add(Type, Describe(Type, $$"""
                "extends":"{{Base}}",
                "claims":[{"path":["address","city"],"display":[{"label":"Town","locale":"en"}]},
                          {"path":["nationalities",null],"display":[{"label":"Nationalities","locale":"en","description":"All of them"}]}]
                """));
        var metadata = (await new TypeMetadataResolver(documents).FindAsync(Type, null)).Metadata!;
        metadata.Display.Should().Equal(new LocalizedText("en", "Base", null));
        metadata.Claims.Select(claim => string.Join('/', claim.Path.Select(part => part.IsAll ? "*" : part.Name))).Should().Equal("name", "address/city", "nationalities/*");
        metadata.Claims.Select(claim => claim.Display.Single().Name).Should().Equal("Full Name", "Town", "Nationalities");
        metadata.Claims[1].IsMandatory.Should().BeTrue();
        new ClaimPathPart(null, 0).IsAll.Should().BeFalse();

        documents.Add(Type, Describe(Type, $"\"extends\":\"{Base}\",\"display\":[]"));
        (await new TypeMetadataResolver(documents).FindAsync(Type, null)).Metadata!.Display.Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"sd\":\"always\"", "\"age\":18", false)]
    [InlineData("\"sd\":\"always\"", "\"_sd\":[\"{0}\"]", true)]
    [InlineData("\"sd\":\"never\"", "\"age\":18", true)]
    [InlineData("\"sd\":\"never\"", "\"_sd\":[\"{0}\"]", false)]
    [InlineData("\"sd\":\"never\"", "\"x\":1", true)]
    [InlineData("\"sd\":\"never\",\"mandatory\":true", "\"x\":1", false)]
    [InlineData("\"mandatory\":true", "\"x\":1", true)]
    public async Task A_credential_is_held_against_the_rules_of_its_type(string rule, string members, bool isAccepted)
    {
        var sample = new SdJwtSample();
        if (members.Contains("_sd", StringComparison.Ordinal))
        {
            members = members.Replace("{0}", sample.Disclose("[\"a salt of its own\",\"age\",18]"), StringComparison.Ordinal);
        }

        var text = await sample.SignAsync($"{{\"iss\":\"{SdJwtSample.Issuer}\",\"vct\":\"{Type}\",{members}}}");
        var documents = new KnownDocuments().Add(Type, Describe(Type, $"\"claims\":[{{\"path\":[\"age\"],{rule}}}]"));
        var verdict = await Desk.VerifyAsync(text, options: new() { TypeMetadata = new(documents) });
        (verdict.Refusal?.Code).Should().Be(isAccepted ? null : TypeMetadataRefusalCodes.RuleBroken);
    }

    // SD-JWT VC, 4.6.1: a text is a member, a number an element, and null all elements. What hides behind a digest is not in the clear.
    [Theory]
    [InlineData("[\"a\"]", "\"a\":1", "\"b\":1")]
    [InlineData("[\"a\",\"b\"]", "\"a\":{\"b\":1}", "\"a\":{\"c\":1}")]
    [InlineData("[\"a\",\"b\"]", "\"a\":{\"b\":1}", "\"a\":1")]
    [InlineData("[\"a\",\"b\"]", "\"a\":{\"b\":1}", "\"a\":[\"b\"]")]
    [InlineData("[\"a\",1]", "\"a\":[1,2]", "\"a\":[1]")]
    [InlineData("[\"a\",1]", "\"a\":[1,2]", "\"a\":{\"1\":2}")]
    [InlineData("[\"a\",1,\"b\"]", "\"a\":[{},{\"b\":1}]", "\"a\":[{\"b\":1},{}]")]
    [InlineData("[\"a\",0]", "\"a\":[1]", "\"a\":[{\"...\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]")]
    [InlineData("[\"a\",null]", "\"a\":[1]", "\"a\":[]")]
    [InlineData("[\"a\",null]", "\"a\":[1]", "\"a\":{\"b\":1}")]
    [InlineData("[\"a\",null]", "\"a\":[{\"...\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"},1]", "\"a\":[{\"...\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]")]
    [InlineData("[\"a\",null,\"b\"]", "\"a\":[{},{\"b\":1}]", "\"a\":[{},{\"c\":1}]")]
    public async Task A_rule_holds_where_its_path_leads(string path, string there, string elsewhere)
    {
        Task<string?> CodeOf(string members, string rule) => JudgeAsync(members, $"{{\"path\":{path},{rule}}}");
        const string Never = "\"sd\":\"never\",\"mandatory\":true";
        (await CodeOf(there, "\"sd\":\"always\"")).Should().Be(TypeMetadataRefusalCodes.RuleBroken);
        (await CodeOf(elsewhere, "\"sd\":\"always\"")).Should().BeNull();
        (await CodeOf(there, Never)).Should().BeNull();
        (await CodeOf(elsewhere, Never)).Should().Be(TypeMetadataRefusalCodes.RuleBroken);
    }

    [Fact]
    public async Task The_place_of_a_broken_rule_is_told()
    {
        var text = await CredentialAsync("\"a\":[{\"b\":1}]");
        foreach (var (path, place) in new[] { ("[\"a\"]", "/a"), ("[\"a\",0]", "/a/0"), ("[\"a\",null,\"b\"]", "/a/*/b") })
        {
            var documents = new KnownDocuments().Add(Type, Describe(Type, $"\"claims\":[{{\"path\":{path},\"sd\":\"always\"}}]"));
            (await Desk.VerifyAsync(text, options: new() { TypeMetadata = new(documents) })).Refusal!.Location.Should().Be(place);
        }
    }

    [Fact]
    public async Task The_examples_of_the_draft_give_the_claims_that_it_says()
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(SharedFiles.PathOf("vectors/sd-jwt-vc/draft16/section4-type-metadata.json")));
        var root = document.RootElement;
        var (own, inherited) = (root.GetProperty("extends_child"), root.GetProperty("extends_base"));
        var documents = new KnownDocuments()
            .Add(own.GetProperty("vct").GetString()!, own.GetRawText())
            .Add(inherited.GetProperty("vct").GetString()!, inherited.GetRawText());
        var metadata = (await new TypeMetadataResolver(documents).FindAsync(own.GetProperty("vct").GetString()!, null)).Metadata!;
        var expected = root.GetProperty("extends_effective_claims").GetProperty("claims").EnumerateArray().Select(claim =>
            (string.Join('/', claim.GetProperty("path").EnumerateArray()), claim.GetProperty("display")[0].GetProperty("label").GetString()!));
        metadata.Claims.Select(claim => (string.Join('/', claim.Path.Select(part => part.Name)), claim.Display[0].Name)).Should().Equal(expected);
        TypeMetadataDocument.TryParse(Encoding.UTF8.GetBytes(root.GetProperty("example").GetRawText()), out var example).Should().BeTrue();
        example!.ExtendsIntegrity.Should().StartWith("sha256-");
    }

    private static async Task<string?> JudgeAsync(string members, string claim)
    {
        var documents = new KnownDocuments().Add(Type, Describe(Type, $"\"claims\":[{claim}]"));
        return (await Desk.VerifyAsync(await CredentialAsync(members), options: new() { TypeMetadata = new(documents) })).Refusal?.Code;
    }

    private static Task<string> CredentialAsync(string? more = null) => new SdJwtSample().SignAsync(
        $"{{\"iss\":\"{SdJwtSample.Issuer}\",\"vct\":\"{Type}\"{(more is null ? "" : "," + more)}}}");

    private static string Describe(string type, string more = "") => $"{{\"vct\":\"{type}\"{(more.Length == 0 ? "" : "," + more)}}}";

    private static async Task<VerifiedCredential> AcceptAsync(KnownDocuments documents, string? more = null) =>
        await Desk.AcceptAsync(await CredentialAsync(more), options: new() { TypeMetadata = new(documents) });

    private static async Task RefuseAsync(KnownDocuments documents, string code, string? more = null) =>
        await Desk.RefuseAsync(await CredentialAsync(more), code, options: new() { TypeMetadata = new(documents) });
}
