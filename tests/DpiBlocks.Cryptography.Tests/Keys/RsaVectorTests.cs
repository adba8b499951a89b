using System.Security.Cryptography;
using System.Text;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class RsaVectorTests
{
    // "Acceptable" is one case each, a DigestInfo without its NULL: refused here.
    [Theory]
    [InlineData("rsa_signature_2048_sha256", "RS256", 259, 9)]
    [InlineData("rsa_signature_2048_sha384", "RS384", 258, 7)]
    [InlineData("rsa_signature_2048_sha512", "RS512", 259, 8)]
    [InlineData("rsa_signature_3072_sha256", "RS256", 259, 8)]
    [InlineData("rsa_pss_2048_sha256_mgf1_32", "PS256", 108, 63)]
    [InlineData("rsa_pss_2048_sha384_mgf1_48", "PS384", 141, 95)]
    [InlineData("rsa_pss_3072_sha256_mgf1_32", "PS256", 108, 63)]
    [InlineData("rsa_pss_4096_sha384_mgf1_48", "PS384", 141, 95)]
    [InlineData("rsa_pss_4096_sha512_mgf1_64", "PS512", 179, 132)]
    [InlineData("rsa_pss_2048_sha256_mgf1_32_params", "PS256", 108, 63)]
    [Attack("SIG-06", "SIG-07")]
    public void Signatures_are_judged_as_published(string file, string name, int cases, int valid)
    {
        _ = SignatureAlgorithm.TryFromJose(name, out var algorithm);
        var (seen, accepted) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases(file))
        {
            VerificationKeys.TryFromSubjectPublicKeyInfo(group.Hex("publicKeyDer"), out var key, out var refusal).Should().BeTrue(refusal?.ToString());
            var verified = key!.Verify(algorithm!, test.Hex("msg"), test.Hex("sig"));
            verified.Should().Be(test.IsValid(), "case {0}: {1}", test.Id(), test.Text("comment"));
            seen++;
            accepted += verified ? 1 : 0;
        }

        (seen, accepted).Should().Be((cases, valid));
    }

    // RFC 7518, 3.5: the salt is as long as the hash.
    [Fact]
    [Attack("SIG-07")]
    public void Pss_signatures_without_salt_are_refused()
    {
        var (seen, refused) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases("rsa_pss_2048_sha256_mgf1_0"))
        {
            VerificationKeys.TryFromSubjectPublicKeyInfo(group.Hex("publicKeyDer"), out var key, out _).Should().BeTrue();
            seen++;
            if (key!.Verify(SignatureAlgorithm.Ps256, test.Hex("msg"), test.Hex("sig")))
            {
                test.Text("comment").Should().Be("s_len changed to 32");      // wrong for that file, right for PS256
            }
            else
            {
                refused++;
            }
        }

        (seen, refused).Should().Be((103, 102));
    }

    [Fact]
    public async Task Signing_gives_the_published_signatures()
    {
        var (seen, signed) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases("rsa_pkcs1_2048_sig_gen"))
        {
            seen++;
            var hash = group.Text("sha");
            if (hash is "SHA-1" or "SHA-224")
            {
                continue;       // no JOSE or COSE algorithm here uses them
            }

            _ = SignatureAlgorithm.TryFromJose($"RS{hash[^3..]}", out var algorithm);
            SigningKey.TryParseJwk(Encoding.UTF8.GetBytes(group.Raw("privateKeyJwk")), out var key, out var refusal).Should().BeTrue(refusal?.ToString());
            var signature = await key!.SignAsync(test.Hex("msg"), TestContext.Current.CancellationToken);
            Convert.ToHexStringLower(signature).Should().Be(test.Text("sig"), "case {0}", test.Id());

            // The three with the exponent 3 have PKCS#8 with integers that are not DER: refused.
            var pem = PemEncoding.WriteString("PRIVATE KEY", group.Hex("privateKeyPkcs8"));
            var read = Pem.TryReadPrivateKey(pem, out var same, out _, algorithm);
            read.Should().Be(group.GetProperty("privateKeyJwk").Text("e") is "AQAB");
            (same is null || same.VerificationKey.Thumbprint == key.VerificationKey.Thumbprint).Should().BeTrue();
            signed++;
        }

        (seen, signed).Should().Be((43, 27));
    }
}
