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
}
