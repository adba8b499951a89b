using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

/// <summary>The signed examples of RFC 7515, Appendix A, as facts.</summary>
public class Rfc7515Tests
{
    /// <summary>RFC 7515, A.3.1.</summary>
    internal const string Es256 =
        "eyJhbGciOiJFUzI1NiJ9"
        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private static readonly JwsProfile Untyped = new() { Types = [], AllowMissingType = true };

    [Fact]
    public void The_ES256_example_is_read_and_its_signature_is_right()
    {
        Jws.TryParse(Encoding.ASCII.GetBytes(Es256), Untyped, out var jws, out var refusal).Should().BeTrue();

        refusal.Should().BeNull();
        jws!.Header.Algorithm.Should().Be(SignatureAlgorithm.Es256);
        Encoding.ASCII.GetString(jws.Payload.Span).Should().Be("{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                Y = Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
            },
        });
        key.VerifyData(jws.SigningInput.Span, jws.Signature.Span, HashAlgorithmName.SHA256).Should().BeTrue();
    }

    [Fact]
    public void The_unsecured_example_is_refused()
    {
        // RFC 7515, A.5
        var text = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.AA";

        Jws.TryParse(Encoding.ASCII.GetBytes(text), Untyped, out _, out var refusal).Should().BeFalse();

        refusal!.Code.Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);
    }

    [Fact]
    public async Task The_Ed25519_example_is_made_and_verified()
    {
        // RFC 8037, A.4 and A.5
        const string Compact =
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        var jwk = """{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"""u8.ToArray();
        SigningKey.TryParseJwk(jwk, out var key, out _).Should().BeTrue();
        using (key)
        {
            Jws.TryParse(Encoding.ASCII.GetBytes(Compact), Untyped, out var jws, out _).Should().BeTrue();
            key!.VerificationKey.Verify(jws!.Header.Algorithm, jws.SigningInput.Span, jws.Signature.Span).Should().BeTrue();
            (await key.SignAsync(jws.SigningInput)).Should().Equal(jws.Signature.ToArray());
        }
    }

    [Fact]
    public async Task What_is_signed_is_read_again()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es384, KeyId.Parse("mine"));
        var header = new JwsSigningHeader
        {
            Type = "dc+sd-jwt",
            ContentType = "json",
            Certificates = [new byte[] { 1, 2, 3 }],
            WriteMore = writer => writer.WriteNumber("x", 1),
        };
        var compact = await Jws.SignAsync(key, header, new byte[] { 0, 255 });

        Jws.TryParse(compact, JwsProfile.Of("dc+sd-jwt"), out var jws, out _).Should().BeTrue();
        Encoding.UTF8.GetString(jws!.Header.Utf8.Span).Should().Be("""{"alg":"ES384","typ":"dc+sd-jwt","kid":"mine","cty":"json","x5c":["AQID"],"x":1}""");
        jws.Payload.ToArray().Should().Equal(0, 255);
        key.VerificationKey.Verify(SignatureAlgorithm.Es384, jws.SigningInput.Span, jws.Signature.Span).Should().BeTrue();

        var bare = await Jws.SignAsync(key, new JwsSigningHeader { Type = null, OmitKeyId = true }, default);
        Jws.TryParse(bare, Untyped, out jws, out _).Should().BeTrue();
        Encoding.UTF8.GetString(jws!.Header.Utf8.Span).Should().Be("""{"alg":"ES384"}""");
    }
}
