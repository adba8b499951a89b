using System.Buffers.Text;
using System.Security.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwsAlgorithmTests
{
    [Fact]
    [Attack("JWS-01")]
    public async Task A_token_signed_by_the_key_of_its_issuer_is_accepted() => (await Signed.RefusalOf(Signed.Token())).Should().BeNull();

    [Theory]
    [Attack("JWS-01")]
    [InlineData("\"none\"")]
    [InlineData("\"None\"")]
    [InlineData("\"NONE\"")]
    [InlineData("\"nOnE\"")]
    [InlineData("\"none \"")]
    [InlineData("\"\\u006eone\"")]
    [InlineData("\"\"")]
    [InlineData("\"es256\"")]
    [InlineData("\"ES256 \"")]
    [InlineData("\"HS256\"")]
    [InlineData("\"X\"")]
    public async Task An_algorithm_that_is_not_on_the_list_is_refused(string alg)
    {
        var header = Signed.Header.Replace("\"ES256\"", alg, StringComparison.Ordinal);
        (await Signed.CodeOf(Signed.Token(header))).Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);

        // RFC 7515, A.5 with and without a signature
        var unsigned = $"{Base64Url.EncodeToString(Signed.Bytes(header))}.{Base64Url.EncodeToString(Signed.Bytes(Signed.Payload))}.";
        (await Signed.CodeOf(unsigned)).Should().Be(JoseRefusalCodes.Malformed);
        (await Signed.CodeOf(unsigned + "AA")).Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);
    }

    [Fact]
    [Attack("JWS-01")]
    public async Task A_header_without_an_algorithm_is_refused() =>
        (await Signed.CodeOf(Signed.Token("""{"typ":"test+jwt","kid":"key-1"}"""))).Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);

    [Fact]
    public async Task An_algorithm_that_the_profile_leaves_out_is_refused()
    {
        var profile = Signed.Requirements.Profile;
        (await Signed.CodeOf(Signed.Token(), profile with { Algorithms = [SignatureAlgorithm.Es256] })).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(), profile with { Algorithms = [SignatureAlgorithm.Es384] })).Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);
    }

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("Ed25519")]
    public async Task Both_names_of_Ed25519_are_understood(string alg)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var token = Signed.Token(Signed.Header.Replace("ES256", alg, StringComparison.Ordinal), key: key);

        (await Signed.CodeOf(token, verifier: Signed.Verifier((key.VerificationKey, "key-1", Signed.Issuer)))).Should().BeNull();
        var profile = Signed.Requirements.Profile with { Algorithms = [SignatureAlgorithm.Es256] };
        (await Signed.CodeOf(token, profile)).Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);
    }

    [Fact]
    [Attack("JWS-02")]
    public async Task A_public_key_is_never_taken_for_a_shared_secret()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rsaValues = rsa.ExportParameters(false);
        VerificationKeys.TryFromRsa(rsaValues.Modulus, rsaValues.Exponent, out var rsaKey, out _).Should().BeTrue();
        VerificationKeys.TryFromEc(EllipticCurve.P256, ec.ExportParameters(false).Q.X, ec.ExportParameters(false).Q.Y, out var ecKey, out _).Should().BeTrue();
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=issuer", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(Signed.Now.AddDays(-1), Signed.Now.AddDays(1));
        byte[][] secrets =
        [
            rsa.ExportSubjectPublicKeyInfo(),
            Signed.Bytes(rsa.ExportSubjectPublicKeyInfoPem()),
            Signed.Bytes("\r\n  " + rsa.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("\r\n") + "\r\n"),
            rsa.ExportRSAPublicKey(),
            Jwk.From(rsaKey!).ToUtf8(),
            Signed.Bytes(certificate.ExportCertificatePem()),
            Signed.Bytes("ssh-rsa " + Convert.ToBase64String(OpenSsh(rsaValues))),
            ec.ExportSubjectPublicKeyInfo(),
            Signed.Bytes(ec.ExportSubjectPublicKeyInfoPem()),
            Jwk.From(ecKey!).ToUtf8(),
        ];
        var verifier = Signed.Verifier((rsaKey!, "key-1", Signed.Issuer), (ecKey!, "key-1", Signed.Issuer));

        foreach (var secret in secrets)
        {
            var text = Base64Url.EncodeToString(Signed.Bytes(Signed.Header.Replace("ES256", "HS256", StringComparison.Ordinal)))
                + "." + Base64Url.EncodeToString(Signed.Bytes(Signed.Payload));
            var token = $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Signed.Bytes(text)))}";
            (await Signed.CodeOf(token, verifier: verifier)).Should().Be(JoseRefusalCodes.AlgorithmNotAllowed);
        }

        // The twin: the same token by the key itself.
        var input = Base64Url.EncodeToString(Signed.Bytes(Signed.Header.Replace("ES256", "RS256", StringComparison.Ordinal)))
            + "." + Base64Url.EncodeToString(Signed.Bytes(Signed.Payload));
        var signature = rsa.SignData(Signed.Bytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        (await Signed.CodeOf($"{input}.{Base64Url.EncodeToString(signature)}", verifier: verifier)).Should().BeNull();
    }

    [Fact]
    [Attack("JWS-02")]
    public async Task The_algorithm_comes_from_the_key_and_not_from_the_header()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Es256);
        using var other = SigningKey.Generate(SignatureAlgorithm.Es384);
        var verifier = Signed.Verifier((key.VerificationKey, "key-1", Signed.Issuer));

        (await Signed.CodeOf(Signed.Token(key: key), verifier: verifier)).Should().BeNull();
        var token = Signed.Token(Signed.Header.Replace("ES256", "ES384", StringComparison.Ordinal), key: other);
        (await Signed.CodeOf(token, verifier: verifier)).Should().Be(SignatureRefusalCodes.AlgorithmKeyMismatch);
    }

    private static byte[] OpenSsh(RSAParameters values)
    {
        byte[][] parts = ["ssh-rsa"u8.ToArray(), values.Exponent!, [0, .. values.Modulus!]];
        return [.. parts.SelectMany(part => (byte[])[0, 0, (byte)(part.Length >> 8), (byte)part.Length, .. part])];
    }
}
