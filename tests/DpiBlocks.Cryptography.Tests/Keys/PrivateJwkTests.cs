using System.Text.Json.Nodes;
using CsCheck;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class PrivateJwkTests
{
    [Theory]
    [InlineData("ES256", "d")]
    [InlineData("ES384", "d")]
    [InlineData("ES512", "d")]
    [InlineData("ES256K", "d")]
    [InlineData("Ed25519", "d")]
    [InlineData("ML-DSA-44", "priv")]
    public void Halves_that_do_not_belong_together_are_refused(string name, string member)
    {
        using var other = SigningKey.Generate(TestKeys.Named(name));
        var good = TestKeys.Of(name).ExportPrivateJwk();
        SigningKey.TryParseJwk(good, out _, out _).Should().BeTrue();

        CodeOf(Jwks.With(good, member, Jwks.Member(other.ExportPrivateJwk(), member))).Should().Be(KeyRefusalCodes.PairMismatch);
    }

    [Fact]
    public void An_rsa_key_whose_values_do_not_fit_is_refused()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Rs256);
        var (good, theirs) = (TestKeys.Of("RS256").ExportPrivateJwk(), other.ExportPrivateJwk());
        SigningKey.TryParseJwk(good, out _, out _).Should().BeTrue();

        foreach (var member in new[] { "n", "p", "q" })
        {
            CodeOf(Jwks.With(good, member, Jwks.Member(theirs, member))).Should().Be(KeyRefusalCodes.PairMismatch, member);
        }

        foreach (var member in new[] { "n", "e", "d", "p", "q", "dp", "dq", "qi" })
        {
            CodeOf(Jwks.Without(good, member)).Should().Be(KeyRefusalCodes.Malformed, member);
        }

        CodeOf(Jwks.With(good, "oth", new JsonArray())).Should().Be(KeyRefusalCodes.Unsupported);
        CodeOf(Jwks.With(good, "e", "Ag")).Should().Be(KeyRefusalCodes.Weak);
    }

    [Fact]
    public void An_rsa_key_without_algorithm_could_mean_six_and_is_refused()
    {
        CodeOf(Jwks.Without(TestKeys.Of("PS384").ExportPrivateJwk(), "alg")).Should().Be(KeyRefusalCodes.UseViolation);
        CodeOf(Jwks.With(TestKeys.Of("PS384").ExportPrivateJwk(), "alg", "ES384")).Should().Be(KeyRefusalCodes.UseViolation, "nor can it sign as another kind");
    }

    [Theory]
    [InlineData("""{"use":"enc"}""")]
    [InlineData("""{"key_ops":["verify"]}""")]
    [InlineData("""{"alg":"ES384"}""")]
    [InlineData("""{"alg":"ECDH-ES"}""")]
    [InlineData("""{"alg":"HS256"}""")]
    public void A_key_signs_only_as_it_says(string members)
    {
        var good = TestKeys.Of("ES256").ExportPrivateJwk();
        SigningKey.TryParseJwk(Jwks.With(Jwks.With(good, "use", "sig"), "key_ops", new JsonArray("sign", "verify")), out _, out _).Should().BeTrue();
        var (name, value) = JsonNode.Parse(members)!.AsObject().Single();

        CodeOf(Jwks.With(good, name, value!.DeepClone())).Should().Be(KeyRefusalCodes.UseViolation);
    }

    [Theory]
    [InlineData("ES256", "d")]
    [InlineData("ES256K", "d")]
    [InlineData("Ed25519", "d")]
    [InlineData("ML-DSA-65", "priv")]
    public void A_private_value_of_another_length_is_refused(string name, string member)
    {
        var good = TestKeys.Of(name).ExportPrivateJwk();
        _ = StrictBase64Url.TryDecode(Jwks.Member(good, member), out var secret);

        CodeOf(Jwks.With(good, member, StrictBase64Url.Encode(secret.AsSpan(1)))).Should().Be(KeyRefusalCodes.KeySize);
        CodeOf(Jwks.With(good, member, StrictBase64Url.Encode([0, .. secret!]))).Should().Be(KeyRefusalCodes.KeySize);
        CodeOf(Jwks.With(good, member, Jwks.Member(good, member) + "=")).Should().Be(EncodingRefusalCodes.Base64Url);
        CodeOf(Jwks.Without(good, member)).Should().Be(KeyRefusalCodes.Malformed);
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("ES256K")]
    public void A_scalar_out_of_range_is_refused(string name)
    {
        var good = TestKeys.Of(name).ExportPrivateJwk();
        var length = EllipticCurve.All.Single(curve => curve.Algorithm.Jose == name).CoordinateBytes;

        foreach (var bad in new[] { new byte[length], [.. Enumerable.Repeat((byte)0xff, length)] })
        {
            CodeOf(Jwks.With(good, "d", StrictBase64Url.Encode(bad))).Should().Be(KeyRefusalCodes.PairMismatch);
        }
    }

    // The same point, so that the halves do belong together.
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001", null)]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142", KeyRefusalCodes.PairMismatch)]
    public void A_scalar_is_less_than_the_order_of_its_curve(string d, string? code)
    {
        using var one = new SigningKey(Secp256K1SigningCore.TryImport([.. new byte[31], 1])!, null, SignatureAlgorithm.Es256K);
        var jwk = Jwks.With(one.ExportPrivateJwk(), "d", StrictBase64Url.Encode(Convert.FromHexString(d)));
        SigningKey.TryParseJwk(jwk, out _, out var refusal).Should().Be(code is null);
        (refusal?.Code).Should().Be(code);
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES256K")]
    public void The_public_half_is_checked_by_itself(string name)
    {
        var good = TestKeys.Of(name).ExportPrivateJwk();
        _ = StrictBase64Url.TryDecode(Jwks.Member(good, "y"), out var y);
        y![^1] ^= 1;
        CodeOf(Jwks.With(good, "y", StrictBase64Url.Encode(y))).Should().Be(KeyRefusalCodes.InvalidPoint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void A_name_that_is_no_key_id_is_refused(string keyId) =>
        CodeOf(Jwks.With(TestKeys.Of("ES256").ExportPrivateJwk(), "kid", keyId)).Should().Be(KeyRefusalCodes.Malformed);

    [Fact]
    public void A_public_key_and_a_key_for_key_agreement_do_not_sign()
    {
        CodeOf(TestKeys.Of("ES256").PublicJwk.ToUtf8()).Should().Be(KeyRefusalCodes.Malformed);
        CodeOf(DecryptionKey.Generate("X25519").ExportPrivateJwk()).Should().Be(KeyRefusalCodes.UseViolation);
        CodeOf(DecryptionKey.FromSecret(new byte[32]).ExportPrivateJwk()).Should().Be(KeyRefusalCodes.Unsupported);
    }

    // RFC 6979 with SHA-256 on secp256k1 and the smaller s; the values are those that Bitcoin implementations share as a test.
    [Fact]
    public async Task Signing_on_secp256k1_is_deterministic()
    {
        var core = Secp256K1SigningCore.TryImport([.. new byte[31], 1])!;
        using var key = new SigningKey(core, null, SignatureAlgorithm.Es256K);

        var signature = await key.SignAsync("Satoshi Nakamoto"u8.ToArray(), TestContext.Current.CancellationToken);

        Convert.ToHexStringLower(signature).Should().Be(
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
            + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");
    }

    // RFC 9964: the key whose seed is 32 zero bytes, and its thumbprint as key id.
    [Fact]
    public void The_thumbprint_of_an_ml_dsa_key_is_the_published_one()
    {
        var core = MlDsaSigningCore.TryImport(SignatureAlgorithm.MlDsa44, new byte[32])!;

        core.PublicKey.Thumbprint.ToString().Should().Be("T4xl70S7MT6Zeq6r9V9fPJGVn76wfnXJ21-gyo0Gu6o");
    }

    [Fact]
    public void Random_der_never_throws()
    {
        using var platform = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        byte[][] goods =
        [
            platform.ExportSubjectPublicKeyInfo(), platform.ExportPkcs8PrivateKey(),
            SubjectPublicKeyInfo.Write(((ImportedKey)TestKeys.Of("PS256").VerificationKey).Material),
            SubjectPublicKeyInfo.Write(((ImportedKey)TestKeys.Of("Ed25519").VerificationKey).Material),
        ];
        Gen.Byte.Array[0, 100].Sample(Survives);
        foreach (var good in goods)
        {
            Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, 4]).Sample(
                (at, value, cut) =>
                {
                    var bad = good[..^cut];
                    bad[Math.Min(at, bad.Length - 1)] = value;
                    return Survives(bad);
                },
                iter: 500);
        }

        static bool Survives(byte[] der) =>
            VerificationKeys.TryFromSubjectPublicKeyInfo(der, out _, out var refusal) == (refusal is null)
            && Pkcs8.TryRead(der, null, out _, out _, out refusal) == (refusal is null)
            && Pkcs8.TryRead(der, SignatureAlgorithm.Ps256, out _, out _, out refusal) == (refusal is null)
            && (CertificateKey.TryFind(der, out _) || true);
    }

    private static string CodeOf(byte[] jwk)
    {
        SigningKey.TryParseJwk(jwk, out var key, out var refusal).Should().BeFalse();
        key.Should().BeNull();
        return refusal!.Code;
    }
}
