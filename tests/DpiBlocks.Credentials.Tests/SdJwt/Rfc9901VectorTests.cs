using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>The examples of RFC 9901, signatures and all, as they are printed there.</summary>
public sealed class Rfc9901VectorTests
{
    private const string Folder = "vectors/sd-jwt/rfc9901";

    [Fact]
    public async Task Every_signed_object_of_the_RFC_verifies_to_what_the_RFC_says()
    {
        var (files, objects, proofs, processed) = (0, 0, 0, 0);
        foreach (var file in SharedFiles.FilesOf(Folder))
        {
            files++;
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            var example = document.RootElement;
            foreach (var name in (string[])["issuer_jwt", "sd_jwt", "presentation_sd_jwt", "presentation_sd_jwt_kb", "sd_jwt_json", "presentation_sd_jwt_kb_json"])
            {
                if (!example.TryGetProperty(name, out var value))
                {
                    continue;
                }

                var text = value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
                var verdict = await VerifyAsync(name is "issuer_jwt" ? text + "~" : text, example);
                verdict.Refusal.Should().BeNull($"{Path.GetFileName(file)} {name}");
                objects++;
                proofs += verdict.GetValueOrThrow().HolderBinding is HolderBinding.Proved ? 1 : 0;
                if (name.StartsWith("presentation", StringComparison.Ordinal) && example.TryGetProperty("processed_payload", out var expected))
                {
                    JsonElement.DeepEquals(verdict.GetValueOrThrow().Claims, expected).Should().BeTrue(file);
                    processed++;
                }
            }
        }

        (files, objects, proofs, processed).Should().Be((10, 12, 5, 5));
    }

    private static async Task<Verification<VerifiedCredential>> VerifyAsync(string text, JsonElement example)
    {
        var data = Encoding.UTF8.GetBytes(text);
        var type = text.Contains("ImRjK3NkLWp3dC", StringComparison.Ordinal) ? SdJwtProfile.Vc : SdJwtProfile.Of("example+sd-jwt");
        SdJwtCredential.TryRead(data, type, out var credential, out var refusal).Should().BeTrue(refusal?.Code);

        // The RFC's verifier asks for these; the proofs are printed with the time at which they were made.
        var proof = Encoding.ASCII.GetString(credential!.Parts.KeyBinding.Span).Split('.');
        var time = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var demand = HolderBindingDemand.NotDemanded;
        if (proof.Length == 3)
        {
            using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(proof[1]));
            demand = HolderBindingDemand.Required("https://verifier.example.org", "1234567890");
            time = DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("iat").GetInt64());
        }

        Jwk.TryRead(example.GetProperty("issuer_public_jwk"), out var key, out _).Should().BeTrue();
        var keys = new KnownKeys().Add(key!.VerificationKey!, credential.Issuer ?? "https://issuer.example.com");
        var verifier = new CredentialVerifier(keys, new TrustAll(), null, VerdictPolicy.Strict, new FakeTimeProvider(time));
        return await verifier.VerifyAsync(credential, new VerificationRequest { HolderBinding = demand });
    }
}
