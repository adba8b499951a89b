using System.Security.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

/// <summary>Wycheproof, for the primitives that JWE is made of.</summary>
public class EncryptionVectorTests
{
    [Theory]
    [InlineData("aes_gcm", 316, 116, 113)]
    [InlineData("a128cbc_hs256", 94, 67, 0)]
    [InlineData("a192cbc_hs384", 94, 67, 0)]
    [InlineData("a256cbc_hs512", 94, 67, 0)]
    public void Content_encryptions_are_judged_as_they_should_be(string file, int cases, int accepted, int otherForm)
    {
        var (seen, right, excluded) = (0, 0, 0);
        foreach (var group in JoseVectors.Groups(file))
        {
            foreach (var test in group.Tests())
            {
                seen++;
                var encryption = ContentEncryption.All.Single(candidate =>
                    candidate.Jose.Contains("GCM", StringComparison.Ordinal) == (file == "aes_gcm") && candidate.KeyBytes * 8 == group.GetProperty("keySize").GetInt32());
                var (key, iv, aad, message, ciphertext, tag) =
                    (test.Hex("key"), test.Hex("iv"), test.Hex("aad"), test.Hex("msg"), test.Hex("ct"), test.Hex("tag"));
                if (!encryption.HasForm(iv.Length, ciphertext.Length, tag.Length))
                {
                    // JWE has initialization vectors of 96 bits for GCM (RFC 7518, 5.3); others are malformed, valid or not.
                    excluded += test.IsValid() ? 1 : 0;
                    continue;
                }

                var plaintext = encryption.Decrypt(key, iv, ciphertext, tag, aad);
                (plaintext is not null).Should().Be(test.IsValid(), test.Name());
                if (plaintext is not null)
                {
                    right++;
                    plaintext.Should().Equal(message);
                    var again = encryption.Encrypt(key, iv, message, aad);
                    again.Ciphertext.Should().Equal(ciphertext);
                    again.Tag.Should().Equal(tag);
                }
            }
        }

        (seen, right, excluded).Should().Be((cases, accepted, otherForm));
    }

    [Fact]
    public void Key_wrap_is_judged_as_it_should_be()
    {
        var (seen, right) = (0, 0);
        foreach (var test in JoseVectors.Groups("aes_wrap").SelectMany(group => group.Tests()))
        {
            seen++;
            var unwrapped = AesKeyWrap.TryUnwrap(test.Hex("key"), test.Hex("ct"), out var key);
            unwrapped.Should().Be(test.IsValid(), test.Name());      // "acceptable" are keys of 8 bytes, which RFC 3394 does not have
            if (unwrapped)
            {
                right++;
                key.Should().Equal(test.Hex("msg"));
                AesKeyWrap.Wrap(test.Hex("key"), test.Hex("msg")).Should().Equal(test.Hex("ct"));
            }
        }

        (seen, right).Should().Be((165, 36));
    }

    [Fact]
    public void OAEP_is_judged_as_it_should_be()
    {
        var (seen, right, labelled) = (0, 0, 0);
        foreach (var group in JoseVectors.Groups("rsa_oaep_2048_sha256_mgf1sha256"))
        {
            DecryptionKey.TryParseJwk(Signed.Bytes(group.GetProperty("privateKeyJwk").GetRawText()), out var key, out var refusal).Should().BeTrue(refusal?.Message);
            using (key)
            {
                foreach (var test in group.Tests())
                {
                    seen++;
                    var hasLabel = test.Text("label").Length > 0;      // JOSE has none (RFC 7518, 4.3: the default parameters)
                    var decrypted = key!.TryDecryptOaep(test.Hex("ct"), HashAlgorithmName.SHA256, out var message);
                    decrypted.Should().Be(test.IsValid() && !hasLabel, test.Name());
                    right += decrypted ? 1 : 0;
                    labelled += test.IsValid() && hasLabel ? 1 : 0;
                    if (decrypted)
                    {
                        message.Should().Equal(test.Hex("msg"));
                    }
                }
            }
        }

        (seen, right + labelled).Should().Be((37, 18));
        labelled.Should().Be(8);
    }

    [Theory]
    [Attack("JWE-07")]
    [InlineData("ecdh_secp256r1_webcrypto", 330, 0, 23)]
    [InlineData("ecdh_secp384r1_webcrypto", 771, 0, 23)]
    [InlineData("ecdh_secp521r1_webcrypto", 632, 0, 23)]
    [InlineData("x25519_jwk", 264, 223, 44)]
    public void Agreements_are_judged_as_they_should_be(string file, int valid, int acceptable, int refused)
    {
        var (right, allowed, wrong) = (0, 0, 0);
        foreach (var test in JoseVectors.Groups(file).SelectMany(group => group.Tests()))
        {
            using var key = DecryptionKey.TryParseJwk(Signed.Bytes(test.GetProperty("private").GetRawText()), out var parsed, out _) ? parsed : null;
            byte[]? secret = null;
            var agreed = key is not null
                && Jwk.TryParse(Signed.Bytes(test.GetProperty("public").GetRawText()), out var other, out _)
                && other.EncryptionKey is { } point
                && key.TryAgree(point, out secret);

            // RFC 8037, 3.2 and RFC 7748, 6.1: points of small order, which give zeros, are refused; what lies on the twist is computed with.
            var isAcceptable = test.Text("result") is "acceptable" && test.Text("shared").Any(digit => digit != '0');
            agreed.Should().Be(test.IsValid() || isAcceptable, test.Name());
            if (agreed)
            {
                secret.Should().Equal(test.Hex("shared"), test.Name());
            }

            right += agreed && test.IsValid() ? 1 : 0;
            allowed += agreed && !test.IsValid() ? 1 : 0;
            wrong += agreed ? 0 : 1;
        }

        (right, allowed, wrong).Should().Be((valid, acceptable, refused));
    }

    [Fact]
    [Attack("JWE-07")]
    public void X25519_is_judged_as_it_should_be()
    {
        var (seen, right, refused) = (0, 0, 0);
        foreach (var test in JoseVectors.Groups("x25519").SelectMany(group => group.Tests()))
        {
            seen++;
            var (scalar, point) = (test.Hex("private"), test.Hex("public"));
            using var key = KeyOf(scalar);
            Jwk.TryParse(Signed.Bytes($$"""{"kty":"OKP","crv":"X25519","x":"{{StrictBase64Url.Encode(point)}}"}"""), out var other, out _).Should().BeTrue();
            var agreed = key.TryAgree(other!.EncryptionKey!, out var secret);

            agreed.Should().Be(test.Text("shared").Any(digit => digit != '0'), test.Name());
            right += agreed ? 1 : 0;
            refused += agreed ? 0 : 1;
            if (agreed)
            {
                secret.Should().Equal(test.Hex("shared"), test.Name());
            }
        }

        (seen, right, refused).Should().Be((518, 487, 31));
    }

    // The files give the scalar alone where a JWK has both halves.
    private static DecryptionKey KeyOf(byte[] scalar)
    {
        var point = new byte[32];
        Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMultBase(scalar, point);
        var jwk = $$"""{"kty":"OKP","crv":"X25519","x":"{{StrictBase64Url.Encode(point)}}","d":"{{StrictBase64Url.Encode(scalar)}}"}""";
        DecryptionKey.TryParseJwk(Signed.Bytes(jwk), out var key, out var refusal).Should().BeTrue(refusal?.Message);
        return key!;
    }
}
