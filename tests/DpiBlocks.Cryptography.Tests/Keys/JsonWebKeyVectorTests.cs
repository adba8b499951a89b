using System.Text;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class JsonWebKeyVectorTests
{
    // The valid ones but one are made with HS256, which is refused on purpose: whoever can check such a signature can also make it.
    private static readonly int[] SymmetricAndValid = [2, 13, 14, 15];

    [Fact]
    [Attack("JWK-01", "JWK-04", "JWS-23")]
    public void Keys_are_judged_as_published()
    {
        var (seen, accepted) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases("json_web_key"))
        {
            var keys = group.TryGetProperty("public", out var published) ? published : group.GetProperty("private");
            var verified = Verifies(keys, test.Text("jws"), out var codes);
            if (SymmetricAndValid.Contains(test.Id()))
            {
                verified.Should().BeFalse();
                codes.Should().Contain(KeyRefusalCodes.PrivateInPublicSet);
            }
            else
            {
                verified.Should().Be(test.IsValid(), "case {0}: {1}", test.Id(), test.Text("comment"));
            }

            var expected = test.Text("comment") switch
            {
                "rejectsKeyWithRocaVulnerability" or "rejects1024bitRsaKey" or "rejectsPublicExponent1" => KeyRefusalCodes.Weak,
                "rejectsWrongUse" or "mismatchedAlgAndCurve" => KeyRefusalCodes.UseViolation,
                _ => null,
            };
            (expected is null || codes.Contains(expected)).Should().BeTrue("case {0}", test.Id());
            seen++;
            accepted += verified ? 1 : 0;
        }

        (seen, accepted).Should().Be((26, 1));
    }

    private static bool Verifies(JsonElement keys, string jws, out List<string> codes)
    {
        codes = [];
        if (!JwkSet.TryRead(keys, out var set, out var refusal))
        {
            codes.Add(refusal.Code);
            return false;
        }

        codes.AddRange(set.LeftOut.Select(reason => reason.Code));
        var parts = jws.Split('.');
        _ = StrictBase64Url.TryDecode(parts[0], out var header);
        _ = StrictBase64Url.TryDecode(parts[2], out var signature);
        using var document = JsonDocument.Parse(header);
        var data = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        foreach (var jwk in set.Keys)
        {
            if (!jwk.TryGetVerificationKey(out var key, out refusal))
            {
                codes.Add(refusal.Code);
            }
            else if (SignatureAlgorithm.TryFromJose(document.RootElement.GetProperty("alg").GetString(), out var algorithm)
                && key.Verify(algorithm, data, signature))
            {
                return true;
            }
        }

        return false;
    }
}
