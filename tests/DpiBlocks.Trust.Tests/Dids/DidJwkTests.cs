using System.Buffers.Text;
using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust.Dids;

public class DidJwkTests
{
    // did:jwk Method Specification, examples: P-256, and X25519 for encryption.
    private const string P256 =
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9";

    private const string X = "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0";
    private const string Y = "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE";

    [Fact]
    public void The_key_of_a_published_DID_is_found()
    {
        DidJwk.TryResolve(Did.Parse(P256), out var jwk, out _).Should().BeTrue();
        Encoding.UTF8.GetString(jwk!.ToUtf8()).Should().Contain(X).And.Contain(Y);
        jwk.VerificationKey!.Algorithms.Should().Equal(SignatureAlgorithm.Es256);
    }

    [Theory]
    [Attack("DID-08")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X","y":"Y"}""", null)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X","y":"Y","d":"AAAA"}""", KeyRefusalCodes.PrivateInPublicSet)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X","y":"Y","y":"Y"}""", JsonRefusalCodes.DuplicateMember)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X","y":"Y","\u0079":"Y"}""", JsonRefusalCodes.DuplicateMember)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"Y","y":"X"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"X"}""", KeyRefusalCodes.Malformed)]
    [InlineData("""["kty"]""", KeyRefusalCodes.Malformed)]
    [InlineData("""{"kty":"EC",""", JsonRefusalCodes.Malformed)]
    public void A_bad_key_is_refused(string json, string? code)
    {
        json = json.Replace("\"X\"", $"\"{X}\"").Replace("\"Y\"", $"\"{Y}\"");
        DidJwk.TryResolve(Did.Parse("did:jwk:" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json))), out _, out var refusal).Should().Be(code is null);
        (refusal?.Code).Should().Be(code);
    }

    [Theory]
    [Attack("DID-08")]
    [InlineData("did:jwk:e30%3D")]
    [InlineData("did:jwk:e3")]
    [InlineData("did:jwk:e30:e30")]
    [InlineData("did:jwk:e31")]
    [InlineData("did:jwk:e")]
    public void Only_the_one_base64url_text_is_read(string text)
    {
        DidJwk.TryResolve(Did.Parse(text), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(EncodingRefusalCodes.Base64Url);
    }

    [Fact]
    [Attack("DID-08")]
    public void Padding_is_no_part_of_a_DID() => Did.TryParse(P256 + "=", out _).Should().BeFalse();
}
