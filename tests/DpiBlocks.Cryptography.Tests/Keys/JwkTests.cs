using System.Text;
using CsCheck;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class JwkTests
{
    // RFC 7517, appendix A.1; the second is the key of RFC 7638, 3.1.
    internal const string Ec = """
        {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","kid":"1"}
        """;

    internal const string Rsa = """
        {"kty":"RSA",
         "n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
         "e":"AQAB","alg":"RS256","kid":"2011-04-29"}
        """;

    // RFC 8037, appendix A.2.
    internal const string Okp = """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";

    [Theory]
    [InlineData(Rsa, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")]      // RFC 7638, 3.1
    [InlineData(Okp, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")]      // RFC 8037, A.3
    public void The_thumbprint_is_the_published_one(string json, string thumbprint)
    {
        var jwk = Parse(json);

        jwk.Thumbprint.ToString().Should().Be(thumbprint);
        jwk.VerificationKey!.Thumbprint.Should().Be(jwk.Thumbprint);
    }

    [Fact]
    [Attack("JWK-06")]
    public void Only_the_required_members_make_the_thumbprint()
    {
        var plain = Parse(Ec).Thumbprint;

        Parse("""{"y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","crv":"P-256","kty":"EC"}""")
            .Thumbprint.Should().Be(plain, "the order does not matter");
        Parse(Ec[..^1].TrimEnd('}', '\n') + ""","use":"sig","alg":"ES256","extra":{"a":[1,"2"]},"exp":"1700000000"}""")
            .Thumbprint.Should().Be(plain, "other members do not matter");
        Parse(Ec.Replace("\"x\":\"M", "\"\\u0078\":\"\\u004d", StringComparison.Ordinal)).Thumbprint.Should().Be(plain, "escapes do not matter");
        Parse(Ec.Replace("\"kid\":\"1\"", "\"kid\":\"2\"", StringComparison.Ordinal)).Thumbprint.Should().Be(plain);
        Parse(Okp).Thumbprint.Should().NotBe(plain);
    }

    [Fact]
    public void The_members_are_read()
    {
        var jwk = Parse("""
            {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
             "kid":"a b","alg":"ES256","use":"sig","key_ops":["verify","x"]}
            """);

        jwk.KeyType.Should().Be("EC");
        jwk.Curve.Should().Be("P-256");
        jwk.KeyId.Should().Be("a b");
        jwk.Algorithm.Should().Be("ES256");
        jwk.Use.Should().Be("sig");
        jwk.KeyOperations.Should().Equal("verify", "x");
        jwk.VerificationKey!.Algorithms.Should().Equal(SignatureAlgorithm.Es256);
        Parse(Encoding.UTF8.GetString(jwk.ToUtf8())).Should().BeEquivalentTo(
            jwk, options => options.Excluding(key => key.VerificationKey).Excluding(key => key.EncryptionKey));
    }

    [Theory]
    [InlineData("x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7A")]                     // 31 bytes
    [InlineData("y", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFw")]
    [InlineData("x", "ADCgQkzSHClEg4otdckrN-duog2fAIk6O07uijwKr-w-")]                   // 33 bytes, the same number
    [InlineData("x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4A")]                   // 33 bytes
    [InlineData("y", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyI")]                    // off the curve
    [InlineData("x", "_____wAAAAEAAAAAAAAAAAAAAAD_______________8")]                    // the field's prime
    [InlineData("x", "__________________________________________8")]
    [InlineData("x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x", "")]
    [Attack("JWK-02")]
    public void A_point_that_is_none_is_refused(string member, string value)
    {
        Jwk.TryParse(Bytes(Ec), out _, out _).Should().BeTrue();

        CodeOf(Jwks.With(Bytes(Ec), member, value)).Should().Be(KeyRefusalCodes.InvalidPoint);
        CodeOf(Jwks.With(Jwks.With(Bytes(Ec), member, value), "use", "enc")).Should().Be(KeyRefusalCodes.InvalidPoint, "the use does not spare the check");
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("ES256K")]
    [Attack("JWK-02")]
    public void On_every_curve_the_point_is_checked(string name)
    {
        _ = SignatureAlgorithm.TryFromJose(name, out var algorithm);
        using var key = SigningKey.Generate(algorithm!);
        var good = key.PublicJwk.ToUtf8();
        var length = EllipticCurve.All.Single(curve => curve.Algorithm == algorithm).CoordinateBytes;
        _ = StrictBase64Url.TryDecode(Jwks.Member(good, "x"), out var x);
        _ = StrictBase64Url.TryDecode(Jwks.Member(good, "y"), out var y);
        Jwk.TryParse(good, out _, out _).Should().BeTrue();

        byte[][] bad = [new byte[length], [.. Enumerable.Repeat((byte)0xff, length)], x![1..], [0, .. x], [.. x, 0], Flip(x)];
        foreach (var value in bad)
        {
            CodeOf(Jwks.With(good, "x", StrictBase64Url.Encode(value))).Should().Be(KeyRefusalCodes.InvalidPoint);
        }

        CodeOf(Jwks.With(good, "y", StrictBase64Url.Encode(Flip(y!)))).Should().Be(KeyRefusalCodes.InvalidPoint);
        CodeOf(Jwks.With(Jwks.With(good, "x", StrictBase64Url.Encode(new byte[length])), "y", StrictBase64Url.Encode(new byte[length])))
            .Should().Be(KeyRefusalCodes.InvalidPoint, "(0,0) is not on the curve");
        CodeOf(Jwks.With(Jwks.With(good, "x", StrictBase64Url.Encode(y!)), "y", StrictBase64Url.Encode(x))).Should().Be(KeyRefusalCodes.InvalidPoint);

        static byte[] Flip(byte[] value) => [.. value[..^1], (byte)(value[^1] ^ 1)];
    }

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("q")]
    [InlineData("dp")]
    [InlineData("dq")]
    [InlineData("qi")]
    [InlineData("k")]
    [InlineData("priv")]
    [InlineData("oth")]
    [Attack("JWK-04")]
    public void A_private_member_is_refused_and_never_told(string member)
    {
        Jwk.TryParse(Bytes(Ec), out _, out _).Should().BeTrue();

        Jwk.TryParse(Jwks.With(Bytes(Ec), member, "c2VjcmV0LXZhbHVl"), out var jwk, out var refusal).Should().BeFalse();

        jwk.Should().BeNull();
        refusal!.Code.Should().Be(KeyRefusalCodes.PrivateInPublicSet);
        refusal.ToString().Should().NotContain("c2VjcmV0LXZhbHVl");
        CodeOf(Bytes($$"""{"kty":"EC","crv":"P-256","\u00{{(int)member[0]:x2}}{{member[1..]}}":1}""")).Should().Be(KeyRefusalCodes.PrivateInPublicSet, "however escaped");
    }

    [Fact]
    public void A_shared_secret_is_no_public_key()
    {
        CodeOf(Bytes("""{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}""")).Should().Be(KeyRefusalCodes.PrivateInPublicSet);
        CodeOf(Bytes("""{"kty":"oct"}""")).Should().Be(KeyRefusalCodes.Unsupported);
    }

    [Theory]
    [InlineData("""{"use":"sig"}""", true)]
    [InlineData("""{"key_ops":["verify"]}""", true)]
    [InlineData("""{"key_ops":["sign","verify"]}""", true)]
    [InlineData("""{"use":"enc"}""", false)]
    [InlineData("""{"use":"SIG"}""", false)]
    [InlineData("""{"use":""}""", false)]
    [InlineData("""{"key_ops":["sign"]}""", false)]
    [InlineData("""{"key_ops":[]}""", false)]
    [InlineData("""{"key_ops":["Verify"]}""", false)]
    [InlineData("""{"use":"sig","key_ops":["encrypt"]}""", false)]
    [InlineData("""{"use":"enc","key_ops":["verify"]}""", false)]
    [InlineData("""{"alg":"ES256"}""", true)]
    [InlineData("""{"alg":"ES384"}""", false)]
    [InlineData("""{"alg":"ES521"}""", false)]
    [InlineData("""{"alg":"HS256"}""", false)]
    [InlineData("""{"alg":"ECDH-ES"}""", false)]
    [InlineData("""{"alg":"es256"}""", false)]
    [Attack("JWS-23")]
    public void A_key_verifies_only_as_it_says(string members, bool may)
    {
        var jwk = Parse(Ec.TrimEnd()[..^1] + "," + members[1..]);

        jwk.TryGetVerificationKey(out var key, out var refusal).Should().Be(may);

        jwk.VerificationKey.Should().BeSameAs(key);
        (refusal?.Code).Should().Be(may ? null : KeyRefusalCodes.UseViolation);
    }

    [Theory]
    [InlineData("""{"use":"enc"}""", true)]
    [InlineData("""{"alg":"ECDH-ES+A256KW"}""", true)]
    [InlineData("""{"key_ops":["deriveKey"]}""", true)]
    [InlineData("""{"use":"sig"}""", false)]
    [InlineData("""{"alg":"ES256"}""", false)]
    [InlineData("""{"key_ops":["verify"]}""", false)]
    public void A_key_is_encrypted_to_only_as_it_says(string members, bool may)
    {
        var jwk = Parse(Ec.TrimEnd()[..^1] + "," + members[1..]);

        jwk.TryGetEncryptionKey(out var key, out var refusal).Should().Be(may);

        jwk.EncryptionKey.Should().BeSameAs(key);
        (refusal?.Code).Should().Be(may ? null : KeyRefusalCodes.UseViolation);
    }

    [Theory]
    [InlineData("enc", true)]
    [InlineData("sig", false)]
    public void A_key_that_can_only_agree_is_not_encrypted_to_either_when_its_use_is_another(string use, bool may)
    {
        using var key = DecryptionKey.Generate("X25519");
        Jwk.TryParse(Jwks.With(Jwk.From(key.PublicKey!).ToUtf8(), "use", use), out var jwk, out _).Should().BeTrue();
        jwk!.TryGetEncryptionKey(out _, out var refusal).Should().Be(may);
        (refusal?.Code).Should().Be(may ? null : KeyRefusalCodes.UseViolation);
    }

    [Fact]
    public void Only_keys_on_a_curve_name_one()
    {
        Jwk.From(TestKeys.Of("ES256").VerificationKey).Curve.Should().Be("P-256");
        Jwk.From(TestKeys.Of("Ed25519").VerificationKey).Curve.Should().Be("Ed25519");
        Jwk.From(TestKeys.Of("RS256").VerificationKey).Curve.Should().BeNull();
        Jwk.From(TestKeys.Of("ML-DSA-44").VerificationKey).Curve.Should().BeNull();
    }

    [Fact]
    public void Alg_pins_an_rsa_key_to_one_algorithm()
    {
        Parse(Rsa).VerificationKey!.Algorithms.Should().Equal(SignatureAlgorithm.Rs256);
        Parse(Encoding.UTF8.GetString(Jwks.Without(Bytes(Rsa), "alg"))).VerificationKey!.Algorithms.Should().HaveCount(6);
    }

    [Theory]
    [InlineData("kty", null)]
    [InlineData("crv", null)]
    [InlineData("x", null)]
    [InlineData("y", null)]
    [InlineData("kty", "7")]
    [InlineData("crv", "7")]
    [InlineData("x", "7")]
    [InlineData("kid", "7")]
    [InlineData("kid", "null")]
    [InlineData("alg", "7")]
    [InlineData("use", "[\"sig\"]")]
    [InlineData("key_ops", "\"verify\"")]
    [InlineData("key_ops", "[\"verify\",\"verify\"]")]
    [InlineData("key_ops", "[1]")]
    [InlineData("x5c", "\"AA==\"")]
    [InlineData("x5c", "[]")]
    [InlineData("x5c", "[1]")]
    [InlineData("x5c", "[\"AA\"]")]
    [InlineData("x5c", "[\"AA==\"]")]
    [InlineData("x5c", "[\"AA==\",\"AA==\",\"AA==\",\"AA==\",\"AA==\",\"AA==\"]")]
    public void A_member_that_is_missing_or_of_another_type_is_refused(string member, string? json)
    {
        var bad = json is null ? Jwks.Without(Bytes(Ec), member) : Jwks.With(Bytes(Ec), member, System.Text.Json.Nodes.JsonNode.Parse(json));

        CodeOf(bad).Should().Be(KeyRefusalCodes.Malformed);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    public void What_is_no_object_with_a_kind_is_refused(string json) => CodeOf(Bytes(json)).Should().Be(KeyRefusalCodes.Malformed);

    [Fact]
    [Attack("JWS-14", "DID-08")]
    public void A_coordinate_in_another_base64_is_refused()
    {
        CodeOf(Jwks.With(Bytes(Ec), "x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4=")).Should().Be(EncodingRefusalCodes.Base64Url);
        CodeOf(Jwks.With(Bytes(Ec), "x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D5")).Should().Be(EncodingRefusalCodes.Base64Url);
        CodeOf(Jwks.With(Bytes(Ec), "x", " MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4")).Should().Be(EncodingRefusalCodes.Base64Url);
    }

    [Fact]
    public void Duplicate_members_are_refused() =>
        CodeOf(Bytes(Ec.Replace("\"kid\":\"1\"", "\"kid\":\"1\",\"crv\":\"P-384\"", StringComparison.Ordinal))).Should().Be(JsonRefusalCodes.DuplicateMember);

    [Theory]
    [InlineData("""{"kty":"EC","crv":"P-257","x":"AA","y":"AA"}""")]
    [InlineData("""{"kty":"EC","crv":"p-256","x":"AA","y":"AA"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed448","x":"AA"}""")]
    [InlineData("""{"kty":"OKP","crv":"P-256","x":"AA"}""")]
    [InlineData("""{"kty":"AKP","alg":"ML-KEM-768","pub":"AA"}""")]
    [InlineData("""{"kty":"AKP","alg":"ES256","pub":"AA"}""")]
    [InlineData("""{"kty":"ec","crv":"P-256","x":"AA","y":"AA"}""")]
    [InlineData("""{"kty":"XYZ"}""")]
    public void A_kind_or_curve_that_is_not_known_is_refused_as_such(string json) => CodeOf(Bytes(json)).Should().Be(KeyRefusalCodes.Unsupported);

    [Fact]
    public void An_ml_dsa_key_of_another_length_is_refused()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.MlDsa44);
        var good = key.PublicJwk.ToUtf8();
        Jwk.TryParse(good, out var jwk, out _).Should().BeTrue();
        jwk!.KeyType.Should().Be("AKP");

        _ = StrictBase64Url.TryDecode(Jwks.Member(good, "pub"), out var bytes);
        CodeOf(Jwks.With(good, "pub", StrictBase64Url.Encode(bytes.AsSpan(1)))).Should().Be(KeyRefusalCodes.KeySize);
        CodeOf(Jwks.With(good, "alg", "ML-DSA-65")).Should().Be(KeyRefusalCodes.KeySize);
        CodeOf(Jwks.With(good, "pub", Jwks.Member(good, "pub") + "=")).Should().Be(EncodingRefusalCodes.Base64Url);
        CodeOf(Jwks.Without(good, "pub")).Should().Be(KeyRefusalCodes.Malformed);
        CodeOf(Jwks.Without(good, "alg")).Should().Be(KeyRefusalCodes.Malformed);
    }

    [Fact]
    public void The_leaf_certificate_must_hold_the_key()
    {
        using var platform = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=a", platform, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        var x5c = new System.Text.Json.Nodes.JsonArray(Convert.ToBase64String(certificate.RawData));
        VerificationKeys.TryFromSubjectPublicKeyInfo(platform.ExportSubjectPublicKeyInfo(), out var key, out _).Should().BeTrue();

        var jwk = Parse(Encoding.UTF8.GetString(Jwks.With(Jwk.From(key!).ToUtf8(), "x5c", x5c.DeepClone())));

        jwk.X5c.Should().ContainSingle().Which.ToArray().Should().Equal(certificate.RawData);
        Parse(Encoding.UTF8.GetString(jwk.ToUtf8())).X5c.Should().ContainSingle();
        CodeOf(Jwks.With(Bytes(Ec), "x5c", x5c)).Should().Be(KeyRefusalCodes.Malformed);
    }

    [Fact]
    public void Any_key_round_trips() => Gen.Byte.Array[32].Sample(
        seed =>
        {
            var core = new Ed25519SigningCore(seed);
            var jwk = Jwk.From(core.PublicKey, "k");
            return Jwk.TryParse(jwk.ToUtf8(), out var back, out _) && back.Thumbprint == jwk.Thumbprint && back.KeyId == "k"
                && back.ToUtf8().AsSpan().SequenceEqual(jwk.ToUtf8());
        },
        iter: 200);

    [Fact]
    public void Random_bytes_and_damaged_keys_never_throw()
    {
        Gen.Byte.Array[0, 200].Sample(bytes => Jwk.TryParse(bytes, out _, out var refusal) == (refusal is null));
        var good = Bytes(Rsa);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Sample(
            (at, value) =>
            {
                var bad = good.ToArray();
                bad[at] = value;
                return Jwk.TryParse(bad, out _, out var refusal) == (refusal is null)
                    && JwkSet.TryParse(bad, out _, out _) | true
                    && SigningKey.TryParseJwk(bad, out _, out refusal) == (refusal is null)
                    && DecryptionKey.TryParseJwk(bad, out _, out refusal) == (refusal is null);
            });
    }

    internal static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    internal static Jwk Parse(string json)
    {
        Jwk.TryParse(Bytes(json), out var jwk, out var refusal).Should().BeTrue(refusal?.ToString());
        return jwk!;
    }

    internal static string CodeOf(byte[] json)
    {
        Jwk.TryParse(json, out _, out var refusal).Should().BeFalse();
        return refusal!.Code;
    }
}
