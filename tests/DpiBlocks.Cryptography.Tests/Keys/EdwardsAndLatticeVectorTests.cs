using System.Text.Json;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class EdwardsAndLatticeVectorTests
{
    [Fact]
    [Attack("SIG-03")]
    public void Ed25519_signatures_are_judged_as_published()
    {
        var (seen, accepted) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases("ed25519"))
        {
            Jwk.TryRead(group.GetProperty("publicKeyJwk"), out var jwk, out var refusal).Should().BeTrue(refusal?.ToString());
            var verified = jwk!.VerificationKey!.Verify(SignatureAlgorithm.Ed25519, test.Hex("msg"), test.Hex("sig"));
            verified.Should().Be(test.IsValid(), "case {0}: {1}", test.Id(), test.Text("comment"));
            seen++;
            accepted += verified ? 1 : 0;
        }

        (seen, accepted).Should().Be((151, 88));
    }

    // JOSE and COSE use the empty context (RFC 9964), so the three valid signatures made with another are refused here.
    [Theory]
    [InlineData("mldsa_44_verify", "ML-DSA-44", 180, 77)]
    [InlineData("mldsa_65_verify", "ML-DSA-65", 210, 79)]
    [Attack("SIG-12")]
    public void Ml_dsa_signatures_are_judged_as_published(string file, string name, int cases, int valid)
    {
        _ = SignatureAlgorithm.TryFromJose(name, out var algorithm);
        var (seen, accepted, otherContext) = (0, 0, 0);
        foreach (var (group, test) in Wycheproof.Cases(file))
        {
            var verified = VerificationKeys.TryFromMlDsa(algorithm!, group.Hex("publicKey"), out var key, out var refusal)
                && key.Verify(algorithm!, test.Hex("msg"), test.Hex("sig"));
            if (refusal is not null)
            {
                test.HasFlag("IncorrectPublicKeyLength").Should().BeTrue();
                refusal.Code.Should().Be(KeyRefusalCodes.KeySize);
            }

            if (test.IsValid() && HasContext(test))
            {
                verified.Should().BeFalse("case {0} has a context", test.Id());
                otherContext++;
            }
            else
            {
                verified.Should().Be(test.IsValid(), "case {0}: {1}", test.Id(), test.Text("comment"));
            }

            seen++;
            accepted += verified ? 1 : 0;
        }

        (seen, accepted + otherContext).Should().Be((cases, valid));
        otherContext.Should().BeLessThanOrEqualTo(3);
    }

    private static bool HasContext(JsonElement test) => test.TryGetProperty("ctx", out var context) && context.GetString() is { Length: > 0 };
}
