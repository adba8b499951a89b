using System.Text.Json;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwsVectorTests
{
    // Nobody else can be shown who made a signature of these (SignatureAlgorithm).
    private static readonly string[] Unsupported = ["HS256"];

    // Valid ones that are refused all the same: the key is not one for the algorithm by what it says of itself.
    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        ["rfc7520 ES521"] = "the key's alg is ES521, which is no algorithm: ES512 is meant",
        ["rfc7520WithKeyOps ES521"] = "the key's alg is ES521, which is no algorithm: ES512 is meant",
        ["rfc7520 PS256"] = "the key's alg is PS256, and the token's is PS384",
        ["rfc7520WithKeyOps PS256"] = "the key's alg is PS256, and the token's is PS384",
        ["rfc7520WithKeyOps RS256"] = "the key's key_ops is the one text \"sign, verify\", which is no operation",
    };

    [Fact]
    [Attack("JWS-24")]
    public void Wycheproof_signatures_are_judged_as_they_should_be() =>
        Judge("json_web_signature").Should().Be(new JoseCounts(Seen: 401, Valid: 46, Accepted: 31, Unsupported: 10, Different: 5));

    [Fact]
    [Attack("JWS-24")]
    public void Wycheproof_JOSE_signatures_are_judged_as_they_should_be() =>
        Judge("json_web_crypto").Should().Be(new JoseCounts(Seen: 49, Valid: 4, Accepted: 2, Unsupported: 2, Different: 0));

    private static JoseCounts Judge(string file)
    {
        var counts = default(JoseCounts);
        foreach (var group in JoseVectors.Groups(file))
        {
            var jwk = group.GetProperty("private");
            var algorithm = jwk.TryGetProperty("keys", out var keys) ? keys[0].Text("alg") : jwk.TryGetProperty("alg", out var alg) ? alg.GetString()! : "none";
            foreach (var test in group.Tests().Where(test => test.TryGetProperty("jws", out _)))
            {
                var accepted = IsAccepted(jwk, test.GetProperty("jws").Token());
                var (unsupported, different) = (Unsupported.Contains(algorithm), Differences.ContainsKey($"{group.Text("comment")} {algorithm}"));
                counts = counts.With(test, accepted, unsupported, different);
            }
        }

        return counts;
    }

    private static bool IsAccepted(JsonElement jwk, byte[] token) =>
        Jwk.TryParse(JoseVectors.PublicJwk(jwk), out var key, out _)
        && Jws.TryParse(token, JoseVectors.Untyped, out var jws, out _)
        && key.VerificationKey is { } verifier
        && verifier.Verify(jws.Header.Algorithm, jws.SigningInput.Span, jws.Signature.Span);
}
