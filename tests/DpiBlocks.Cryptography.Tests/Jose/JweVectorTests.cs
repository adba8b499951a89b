using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JweVectorTests
{
    private static readonly string[] Unsupported = ["RSA1_5", "RSA-OAEP", "A128GCMKW", "A192GCMKW", "A256GCMKW"];

    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        ["Figure170"] = "compressed content is never accepted",
    };

    [Fact]
    [Attack("JWE-12")]
    public void Wycheproof_encryptions_are_judged_as_they_should_be() =>
        Judge("json_web_encryption").Should().Be(new JoseCounts(Seen: 139, Valid: 65, Accepted: 43, Unsupported: 21, Different: 1));

    [Fact]
    [Attack("JWE-12")]
    public void Wycheproof_JOSE_encryptions_are_judged_as_they_should_be() =>
        Judge("json_web_crypto").Should().Be(new JoseCounts(Seen: 34, Valid: 2, Accepted: 2, Unsupported: 0, Different: 0));

    private static JoseCounts Judge(string file)
    {
        var counts = default(JoseCounts);
        foreach (var group in JoseVectors.Groups(file))
        {
            var jwk = group.GetProperty("private");
            foreach (var test in group.Tests().Where(test => test.TryGetProperty("jwe", out _)))
            {
                var token = test.GetProperty("jwe").Token();
                var unsupported = Unsupported.Contains(AlgorithmOf(token) ?? jwk.Text("alg"));
                var different = Differences.ContainsKey(test.Text("comment"));
                var accepted = TryDecrypt(jwk, token, out var plaintext);

                if (accepted && test.TryGetProperty("pt", out var pt))
                {
                    Convert.ToHexString(plaintext.Span).Should().BeEquivalentTo(pt.GetString(), test.Name());
                }

                counts = counts.With(test, accepted, unsupported, different);
            }
        }

        return counts;
    }

    private static bool TryDecrypt(JsonElement jwk, byte[] token, out ReadOnlyMemory<byte> plaintext)
    {
        plaintext = default;
        if (!DecryptionKey.TryParseJwk(Signed.Bytes(jwk.GetRawText()), out var key, out _))
        {
            return false;
        }

        using (key)
        {
            var decrypted = Jwe.TryDecrypt(token, [key], JweProfile.Default, out var jwe, out _);
            plaintext = jwe?.Plaintext ?? default;
            return decrypted;
        }
    }

    private static string? AlgorithmOf(byte[] token)
    {
        var text = Encoding.UTF8.GetString(token);
        if (!text.Contains('.', StringComparison.Ordinal) || !StrictBase64Url.TryDecode(text.Split('.')[0], out var header))
        {
            return null;
        }

        if (!StrictJson.TryParse(header, JsonLimits.Token, out var document, out _))
        {
            return null;
        }

        using (document)
        {
            return document.RootElement.TryGetProperty("alg", out var alg) ? alg.GetString() : null;
        }
    }
}
