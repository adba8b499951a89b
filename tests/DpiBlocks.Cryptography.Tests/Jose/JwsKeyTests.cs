using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwsKeyTests
{
    [Theory]
    [Attack("JWS-06")]
    [InlineData("../../../../dev/null")]
    [InlineData("' OR 1=1 --")]
    [InlineData("\\u0000")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task A_key_id_is_an_opaque_text(string keyId)
    {
        var token = Signed.Token(Signed.Header.Replace("key-1", keyId, StringComparison.Ordinal));
        var plain = keyId == "\\u0000" ? "\0" : keyId;
        var keys = new Signed.KnownKeys((Signed.Key.VerificationKey, "key-1", Signed.Issuer));

        (await Signed.CodeOf(token, verifier: Signed.Verifier(keys))).Should().Be(SignatureRefusalCodes.KeyNotFound);

        // It reaches the resolver letter by letter, and names the key that has just this name.
        keys.Asked.Should().ContainSingle().Which.KeyId.ToArray().Should().Equal(Signed.Bytes(plain));
        (await Signed.CodeOf(token, verifier: Signed.Verifier((Signed.Key.VerificationKey, plain, Signed.Issuer)))).Should().BeNull();
    }

    [Fact]
    [Attack("JWS-06")]
    public async Task A_key_id_of_a_megabyte_is_refused_by_its_size()
    {
        var token = Signed.Token(Signed.Header.Replace("key-1", new string('x', 1 << 20), StringComparison.Ordinal));

        (await Signed.CodeOf(token)).Should().Be(JoseRefusalCodes.TooLarge);
        (await Signed.CodeOf(token, Signed.Requirements.Profile with { Limits = new JsonLimits(1 << 24) })).Should().Be(JsonRefusalCodes.TooLarge);
        (await Signed.CodeOf(Signed.Token())).Should().BeNull();
    }

    [Fact]
    [Attack("JWS-07")]
    public async Task Two_keys_of_one_name_are_each_used_for_their_own_algorithm_only()
    {
        using var rsa = SigningKey.Generate(SignatureAlgorithm.Ps256);
        var verifier = Signed.Verifier((rsa.VerificationKey, "key-1", "https://other.example"), (Signed.Key.VerificationKey, "key-1", Signed.Issuer));

        (await Signed.CodeOf(Signed.Token(), verifier: verifier)).Should().BeNull();
        var token = Signed.Token(Signed.Header.Replace("ES256", "PS256", StringComparison.Ordinal), key: rsa);
        (await Signed.CodeOf(token, verifier: verifier)).Should().Be(SignatureRefusalCodes.IssuerKeyMismatch);
        token = Signed.Token(Signed.Header.Replace("ES256", "ES384", StringComparison.Ordinal));
        (await Signed.CodeOf(token, verifier: verifier)).Should().Be(SignatureRefusalCodes.AlgorithmKeyMismatch);
    }

    [Fact]
    [Attack("JWS-21")]
    public async Task A_key_speaks_for_its_owner_alone()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Es256);
        var verifier = Signed.Verifier((Signed.Key.VerificationKey, "key-1", Signed.Issuer), (other.VerificationKey, "key-2", "https://other.example"));
        var header = Signed.Header.Replace("key-1", "key-2", StringComparison.Ordinal);
        var payload = Signed.Payload.Replace(Signed.Issuer, "https://other.example", StringComparison.Ordinal);

        (await Signed.CodeOf(Signed.Token(header, payload, other), verifier: verifier)).Should().BeNull();
        (await Signed.CodeOf(Signed.Token(header, Signed.Payload, other), verifier: verifier)).Should().Be(SignatureRefusalCodes.IssuerKeyMismatch);
    }

    [Theory]
    [Attack("JWS-23")]
    [InlineData("\"use\":\"sig\"", null)]
    [InlineData("\"key_ops\":[\"verify\"]", null)]
    [InlineData("\"use\":\"enc\"", KeyRefusalCodes.UseViolation)]
    [InlineData("\"key_ops\":[\"sign\"]", KeyRefusalCodes.UseViolation)]
    [InlineData("\"key_ops\":[]", KeyRefusalCodes.UseViolation)]
    [InlineData("\"alg\":\"ECDH-ES\"", KeyRefusalCodes.UseViolation)]
    public async Task A_key_that_is_not_for_signatures_verifies_none(string member, string? code)
    {
        var jwk = System.Text.Encoding.UTF8.GetString(Jwk.From(Signed.Key.VerificationKey, "key-1").ToUtf8()).Replace(",\"alg\":\"ES256\"", string.Empty, StringComparison.Ordinal);
        jwk.Should().NotContain("alg");
        var set = jwk.Replace("{", $"{{\"keys\":[{{{member},", StringComparison.Ordinal) + "]}";
        var source = new CountingSource(set);
        var keys = new JwkSetKeys(new Uri("https://issuer.example/jwks"), PartyId.Parse(Signed.Issuer), source, source.Time);

        (await Signed.CodeOf(Signed.Token(), verifier: Signed.Verifier(keys))).Should().Be(code);
    }

    [Fact]
    [Attack("JWS-05")]
    public async Task A_certificate_in_the_header_is_no_key()
    {
        using var ec = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=attacker", ec, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(Signed.Now.AddDays(-1), Signed.Now.AddDays(1));
        var header = Signed.Header.Replace("{", $"{{\"x5c\":[\"{Convert.ToBase64String(certificate.RawData)}\"],", StringComparison.Ordinal);
        var input = System.Buffers.Text.Base64Url.EncodeToString(Signed.Bytes(header)) + "." + System.Buffers.Text.Base64Url.EncodeToString(Signed.Bytes(Signed.Payload));
        var signature = ec.SignData(Signed.Bytes(input), System.Security.Cryptography.HashAlgorithmName.SHA256);
        var keys = new Signed.KnownKeys((Signed.Key.VerificationKey, "key-1", Signed.Issuer));

        (await Signed.CodeOf($"{input}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}", verifier: Signed.Verifier(keys))).Should().Be(SignatureRefusalCodes.Invalid);
        keys.Asked.Should().ContainSingle().Which.Certificates.Should().ContainSingle().Which.ToArray().Should().Equal(certificate.RawData);
        (await Signed.CodeOf(Signed.Token(header))).Should().BeNull();
    }
}
