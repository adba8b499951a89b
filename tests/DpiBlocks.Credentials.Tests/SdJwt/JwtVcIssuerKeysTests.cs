using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>SD-JWT VC, 3.</summary>
public sealed class JwtVcIssuerKeysTests
{
    private const string Address = "https://issuer.example/.well-known/jwt-vc-issuer";
    private const string Elsewhere = "https://keys.example/set";
    private static readonly string Set = $"{{\"keys\":[{Encoding.UTF8.GetString(SdJwtSample.IssuerKey.PublicJwk.ToUtf8())}]}}";

    [Fact]
    [Attack("SDJ-22")]
    public async Task An_issuers_metadata_gives_its_key()
    {
        await ExpectAsync(Metadata($"\"jwks\":{Set}"), null);
        await ExpectAsync(Metadata($"\"jwks_uri\":\"{Elsewhere}\"").Add(Elsewhere, Set), null);
    }

    [Fact]
    [Attack("SDJ-22")]
    public async Task Metadata_of_another_issuer_or_with_two_sets_of_keys_is_refused()
    {
        await ExpectAsync(new KnownDocuments().Add(Address, $"{{\"issuer\":\"https://issuer.example/\",\"jwks\":{Set}}}"), IssuerMetadataRefusalCodes.Mismatch);
        await ExpectAsync(new KnownDocuments().Add(Address, $"{{\"issuer\":\"https://other.example\",\"jwks\":{Set}}}"), IssuerMetadataRefusalCodes.Mismatch);
        await ExpectAsync(Metadata($"\"jwks\":{Set},\"jwks_uri\":\"{Elsewhere}\"").Add(Elsewhere, Set), IssuerMetadataRefusalCodes.Malformed);
        await ExpectAsync(Metadata("\"x\":1"), IssuerMetadataRefusalCodes.Malformed);
        await ExpectAsync(Metadata("\"jwks_uri\":1"), IssuerMetadataRefusalCodes.Malformed);
        await ExpectAsync(Metadata("\"jwks_uri\":\"http://keys.example/set\""), IssuerMetadataRefusalCodes.Malformed);
        await ExpectAsync(Metadata("\"jwks_uri\":\"/set\""), IssuerMetadataRefusalCodes.Malformed);
        await ExpectAsync(Metadata("\"jwks_uri\":\"\""), IssuerMetadataRefusalCodes.Malformed);
        await ExpectAsync(Metadata("\"jwks\":1"), KeyRefusalCodes.Malformed);
        await ExpectAsync(new KnownDocuments().Add(Address, "[]"), IssuerMetadataRefusalCodes.Malformed);
        await ExpectAsync(new KnownDocuments().Add(Address, "{"), JsonRefusalCodes.Malformed);
        await ExpectAsync(Metadata("\"jwks\":{\"keys\":[]}"), IssuerMetadataRefusalCodes.KeyNotFound);
        await ExpectAsync(new KnownDocuments(), IssuerMetadataRefusalCodes.Unavailable);
        await ExpectAsync(Metadata($"\"jwks_uri\":\"{Elsewhere}\""), IssuerMetadataRefusalCodes.Unavailable);
    }

    [Theory]
    [Attack("SDJ-22")]
    [InlineData("http://issuer.example")]
    [InlineData("did:example:1")]
    [InlineData("https://user@issuer.example")]
    [InlineData("https://issuer.example?x=1")]
    [InlineData("https://issuer.example#x")]
    [InlineData("HTTPS://issuer.example")]
    [InlineData("https://")]
    [InlineData(null)]
    public async Task An_issuer_without_an_https_address_is_never_asked(string? issuer)
    {
        var documents = new KnownDocuments();
        var found = await new JwtVcIssuerKeys(documents).FindAsync(new KeyReference { Profile = "dc+sd-jwt", Issuer = issuer }, SdJwtSample.Now);
        found.Checks.Should().ContainSingle().Which.Reason!.Code.Should().Be(IssuerMetadataRefusalCodes.NotApplicable);
        found.Keys.Should().BeEmpty();
        documents.Asked.Should().BeEmpty();
    }

    // One rule for one kind of issuer: certificates that came along are not overruled by what an address serves.
    [Fact]
    [Attack("SDJ-22")]
    public async Task Where_certificates_came_along_the_metadata_is_not_asked()
    {
        var documents = Metadata($"\"jwks\":{Set}");
        var reference = new KeyReference { Profile = "dc+sd-jwt", Issuer = SdJwtSample.Issuer, Certificates = [new byte[] { 1 }] };
        (await new JwtVcIssuerKeys(documents).FindAsync(reference, SdJwtSample.Now)).Keys.Should().BeEmpty();
        documents.Asked.Should().BeEmpty();
    }

    [Theory]
    [InlineData("https://issuer.example", "https://issuer.example/.well-known/jwt-vc-issuer")]
    [InlineData("https://issuer.example/", "https://issuer.example/.well-known/jwt-vc-issuer")]
    [InlineData("https://issuer.example:8443/tenant/1234", "https://issuer.example:8443/.well-known/jwt-vc-issuer/tenant/1234")]
    [InlineData("https://issuer.example/tenant/1234/", "https://issuer.example/.well-known/jwt-vc-issuer/tenant/1234")]
    public async Task The_address_is_the_issuers_own(string issuer, string address)
    {
        var documents = new KnownDocuments();
        await new JwtVcIssuerKeys(documents).FindAsync(new KeyReference { Profile = "dc+sd-jwt", Issuer = issuer }, SdJwtSample.Now);
        documents.Asked.Should().Equal(address);
    }

    [Fact]
    public async Task The_examples_of_the_draft_are_read()
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(SharedFiles.PathOf("vectors/sd-jwt-vc/draft16/section3-issuer-metadata.json")));
        var (byValue, byReference) = (document.RootElement.GetProperty("jwks_by_value"), document.RootElement.GetProperty("jwks_by_reference"));
        var documents = new KnownDocuments().Add("https://example.com/.well-known/jwt-vc-issuer", byValue.GetRawText());
        var reference = new KeyReference { Profile = "dc+sd-jwt", Issuer = "https://example.com", KeyId = Encoding.UTF8.GetBytes("doc-signer-06-05-2025") };
        (await new JwtVcIssuerKeys(documents).FindAsync(reference, SdJwtSample.Now)).Keys.Should().ContainSingle();
        (await new JwtVcIssuerKeys(documents).FindAsync(reference with { KeyId = default }, SdJwtSample.Now)).Keys.Should().HaveCount(2);

        documents.Add("https://example.com/.well-known/jwt-vc-issuer", byReference.GetRawText())
            .Add(byReference.GetProperty("jwks_uri").GetString()!, byValue.GetProperty("jwks").GetRawText());
        (await new JwtVcIssuerKeys(documents).FindAsync(reference, SdJwtSample.Now)).Keys.Should().ContainSingle();
    }

    private static KnownDocuments Metadata(string members) => new KnownDocuments().Add(Address, $"{{\"issuer\":\"{SdJwtSample.Issuer}\",{members}}}");

    private static async Task ExpectAsync(KnownDocuments documents, string? code)
    {
        var verdict = await Desk.Verifier(keys: new JwtVcIssuerKeys(documents)).VerifyAsync(await new SdJwtSample().IssueAsync(), Desk.Unbound);
        (verdict.Refusal?.Code).Should().Be(code);
    }
}
