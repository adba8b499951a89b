using System.Security.Cryptography;
using System.Text;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class DecryptionKeyTests
{
    [Theory]
    [InlineData("P-256", 32)]
    [InlineData("P-384", 48)]
    [InlineData("P-521", 66)]
    [InlineData("X25519", 32)]
    public void Two_keys_of_a_curve_agree_on_one_secret(string curve, int length)
    {
        using var ours = DecryptionKey.Generate(curve);
        using var theirs = DecryptionKey.Generate(curve);

        ours.TryAgree(theirs.PublicKey!, out var first).Should().BeTrue();
        theirs.TryAgree(ours.PublicKey!, out var second).Should().BeTrue();

        first.Should().HaveCount(length).And.Equal(second);
    }

    [Fact]
    public void Keys_of_two_curves_do_not_agree()
    {
        using var ours = DecryptionKey.Generate("P-256");
        using var theirs = DecryptionKey.Generate("X25519");

        ours.TryAgree(theirs.PublicKey!, out _).Should().BeFalse();
        theirs.TryAgree(ours.PublicKey!, out _).Should().BeFalse();
        FluentActions.Invoking(() => DecryptionKey.Generate("secp256k1")).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("P-256")]
    [InlineData("P-384")]
    [InlineData("P-521")]
    [InlineData("X25519")]
    public void A_private_jwk_brings_the_same_key_back(string curve)
    {
        using var key = DecryptionKey.Generate(curve);
        using var other = DecryptionKey.Generate(curve);

        DecryptionKey.TryParseJwk(key.ExportPrivateJwk(), out var back, out var refusal).Should().BeTrue(refusal?.ToString());

        back!.TryAgree(other.PublicKey!, out var first).Should().BeTrue();
        other.TryAgree(key.PublicKey!, out var second).Should().BeTrue();
        first.Should().Equal(second);
        Jwk.TryParse(Jwk.From(key.PublicKey!).ToUtf8(), out var jwk, out refusal).Should().BeTrue(refusal?.ToString());
        jwk!.EncryptionKey!.Thumbprint.Should().Be(key.PublicKey!.Thumbprint);
    }

    [Fact]
    public void An_rsa_key_decrypts_what_its_public_half_encrypted()
    {
        using var rsa = SigningKey.Generate(SignatureAlgorithm.Rs256);
        var jwk = Encoding.UTF8.GetString(rsa.ExportPrivateJwk()).Replace("\"alg\":\"RS256\"", "\"alg\":\"RSA-OAEP-256\"", StringComparison.Ordinal);

        DecryptionKey.TryParseJwk(Encoding.UTF8.GetBytes(jwk), out var key, out var refusal).Should().BeTrue(refusal?.ToString());

        key!.PublicKey!.Curve.Should().BeNull();
        var encrypted = key.PublicKey.EncryptOaep("secret"u8, HashAlgorithmName.SHA256);
        key.TryDecryptOaep(encrypted, HashAlgorithmName.SHA256, out var data).Should().BeTrue();
        data.Should().Equal("secret"u8.ToArray());
        encrypted[7] ^= 1;
        key.TryDecryptOaep(encrypted, HashAlgorithmName.SHA256, out _).Should().BeFalse();
        key.TryDecryptOaep([], HashAlgorithmName.SHA256, out _).Should().BeFalse();
        DecryptionKey.TryParseJwk(key.ExportPrivateJwk(), out var back, out _).Should().BeTrue();
        back!.Algorithm.Should().Be("RSA-OAEP-256");
    }

    [Fact]
    public void A_shared_secret_needs_sixteen_bytes()
    {
        DecryptionKey.TryParseJwk("""{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODw","kid":"s"}"""u8.ToArray(), out var key, out _).Should().BeTrue();
        key!.KeyType.Should().Be("oct");
        key.KeyId.Should().Be("s");
        key.PublicKey.Should().BeNull();
        DecryptionKey.TryParseJwk("""{"kty":"oct","k":"AAECAwQFBgcICQoLDA0O","kid":"s"}"""u8.ToArray(), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.KeySize);
        FluentActions.Invoking(() => DecryptionKey.FromSecret(new byte[15])).Should().Throw<ArgumentException>();
        DecryptionKey.TryParseJwk(DecryptionKey.FromSecret(new byte[16]).ExportPrivateJwk(), out _, out _).Should().BeTrue();
    }

    [Theory]
    [InlineData("P-256")]
    [InlineData("X25519")]
    public void Halves_that_do_not_belong_together_are_refused(string curve)
    {
        using var key = DecryptionKey.Generate(curve);
        using var other = DecryptionKey.Generate(curve);
        var jwk = Jwks.With(key.ExportPrivateJwk(), "d", Jwks.Member(other.ExportPrivateJwk(), "d"));

        DecryptionKey.TryParseJwk(jwk, out _, out var refusal).Should().BeFalse();

        refusal!.Code.Should().Be(KeyRefusalCodes.PairMismatch);
    }

    [Theory]
    [InlineData("oct", "k")]
    [InlineData("P-256", "d")]
    [InlineData("X25519", "d")]
    [InlineData("RSA", "d")]
    public void A_private_value_that_is_not_base64url_is_refused(string kind, string member)
    {
        DecryptionKey.TryParseJwk(Made(kind), out _, out var refusal).Should().BeTrue(refusal?.ToString());
        DecryptionKey.TryParseJwk(Jwks.With(Made(kind), member, "*"), out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().StartWith("encoding.base64url");
    }

    [Theory]
    [InlineData("P-256", 31)]
    [InlineData("P-256", 33)]
    [InlineData("X25519", 31)]
    [InlineData("X25519", 33)]
    public void A_private_value_of_another_length_is_refused(string kind, int length)
    {
        DecryptionKey.TryParseJwk(Jwks.With(Made(kind), "d", StrictBase64Url.Encode(new byte[length])), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.PairMismatch);
    }

    [Fact]
    public void An_rsa_key_whose_halves_are_of_two_keys_is_refused()
    {
        var other = Made("RSA");
        var mixed = new[] { "d", "p", "q", "dp", "dq", "qi" }.Aggregate(Made("RSA"), (jwk, member) => Jwks.With(jwk, member, Jwks.Member(other, member)));
        DecryptionKey.TryParseJwk(mixed, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.PairMismatch);
    }

    [Fact]
    public void A_weak_rsa_key_is_not_encrypted_to()
    {
        using var weak = RSA.Create(1024);
        var n = StrictBase64Url.Encode(weak.ExportParameters(includePrivateParameters: false).Modulus!);
        var jwk = Encoding.UTF8.GetBytes($$"""{"kty":"RSA","alg":"RSA-OAEP-256","e":"AQAB","n":"{{n}}"}""");
        Jwk.TryParse(jwk, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Weak);
        DecryptionKey.TryParseJwk(jwk, out _, out refusal).Should().BeFalse("nor is what was");
        refusal!.Code.Should().Be(KeyRefusalCodes.Weak);
    }

    private static byte[] Made(string kind)
    {
        if (kind is "oct")
        {
            return """{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODw"}"""u8.ToArray();
        }

        if (kind is "RSA")
        {
            using var rsa = SigningKey.Generate(SignatureAlgorithm.Rs256);
            return Jwks.With(rsa.ExportPrivateJwk(), "alg", "RSA-OAEP-256");
        }

        using var key = DecryptionKey.Generate(kind);
        return key.ExportPrivateJwk();
    }

    [Theory]
    [InlineData("use", "sig")]
    [InlineData("alg", "ES256")]
    public void A_key_for_signatures_does_not_decrypt(string member, string value)
    {
        using var key = DecryptionKey.Generate("P-256");

        DecryptionKey.TryParseJwk(Jwks.With(key.ExportPrivateJwk(), member, value), out _, out var refusal).Should().BeFalse();

        refusal!.Code.Should().Be(KeyRefusalCodes.UseViolation);
    }
}
