using System.Text;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class JwkSetTests
{
    [Fact]
    public void The_keys_come_in_their_order()
    {
        var set = Parse($$"""{"keys":[{{JwkTests.Ec}},{{JwkTests.Rsa}}],"other":1}""");

        set.Keys.Select(key => key.KeyId).Should().Equal("1", "2011-04-29");
        set.LeftOut.Should().BeEmpty();
        Parse("""{"keys":[]}""").Keys.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"kty":"XYZ","kid":"1"}""", KeyRefusalCodes.Unsupported)]
    [InlineData("""{"kty":"OKP","crv":"X448","x":"AA"}""", KeyRefusalCodes.Unsupported)]
    [InlineData("""{"kty":"EC","crv":"BP-256","x":"AA","y":"AA"}""", KeyRefusalCodes.Unsupported)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""", KeyRefusalCodes.InvalidPoint)]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""", KeyRefusalCodes.Weak)]
    [InlineData("""{"kty":"EC"}""", KeyRefusalCodes.Malformed)]
    [InlineData("7", KeyRefusalCodes.Malformed)]
    [Attack("JWK-05")]
    public void A_key_that_cannot_be_used_is_left_out_and_the_others_stay(string bad, string code)
    {
        var set = Parse($$"""{"keys":[{{bad}},{{JwkTests.Ec}}]}""");

        set.Keys.Should().ContainSingle().Which.KeyId.Should().Be("1");
        set.LeftOut.Should().ContainSingle().Which.Code.Should().Be(code);
        set.LeftOut[0].Location.Should().StartWith("/keys/0");
    }

    [Theory]
    [InlineData("""{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODw"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}""")]
    [InlineData("""{"kty":"RSA","p":"AA"}""")]
    [InlineData("""{"kty":"unknown","d":"AA"}""")]
    [Attack("JWK-04")]
    public void A_private_key_among_public_ones_refuses_the_set(string secret)
    {
        Parse($$"""{"keys":[{{JwkTests.Ec}}]}""").Keys.Should().ContainSingle();

        JwkSet.TryParse(Encoding.UTF8.GetBytes($$"""{"keys":[{{JwkTests.Ec}},{{secret}}]}"""), out var set, out var refusal).Should().BeFalse();

        set.Should().BeNull();
        refusal!.Code.Should().Be(KeyRefusalCodes.PrivateInPublicSet);
        refusal.Location.Should().Be("/keys/1");
        refusal.ToString().Should().NotContain("nWGxne").And.NotContain("AAEC");
    }

    [Fact]
    [Attack("JWS-07")]
    public void Two_keys_of_one_name_refuse_the_set()
    {
        var other = JwkTests.Rsa.Replace("2011-04-29", "1", StringComparison.Ordinal);
        Parse($$"""{"keys":[{{JwkTests.Ec}},{{JwkTests.Rsa}}]}""").Keys.Should().HaveCount(2);

        JwkSet.TryParse(Encoding.UTF8.GetBytes($$"""{"keys":[{{JwkTests.Ec}},{{other}}]}"""), out _, out var refusal).Should().BeFalse();

        refusal!.Code.Should().Be(KeyRefusalCodes.DuplicateKeyId);
        Parse($$"""{"keys":[{{JwkTests.Okp}},{{JwkTests.Okp}}]}""").Keys.Should().HaveCount(2, "keys without a name have none in common");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":null}""")]
    [InlineData("7")]
    public void What_is_no_set_is_refused(string json)
    {
        JwkSet.TryParse(Encoding.UTF8.GetBytes(json), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Malformed);
    }

    [Fact]
    public void A_set_over_the_limit_or_not_json_is_refused()
    {
        JwkSet.TryParse(new byte[(1024 * 1024) + 1], out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JsonRefusalCodes.TooLarge);
        JwkSet.TryParse(Encoding.UTF8.GetBytes($"{{\"keys\":[{string.Join(',', Enumerable.Repeat("0", 1_001))}]}}"), out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JsonRefusalCodes.TooLarge);
        JwkSet.TryParse("<html>"u8.ToArray(), out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JsonRefusalCodes.Malformed);
    }

    internal static JwkSet Parse(string json)
    {
        JwkSet.TryParse(Encoding.UTF8.GetBytes(json), out var set, out var refusal).Should().BeTrue(refusal?.ToString());
        return set!;
    }
}
