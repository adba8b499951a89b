using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>The examples of draft-ietf-oauth-sd-jwt-vc-16, section 2.3, through the one entry for all formats.</summary>
public sealed class SdJwtVcDraftVectorTests
{
    [Fact]
    public async Task Every_signed_object_of_the_draft_verifies_to_what_the_draft_says()
    {
        var (files, objects, proofs, processed) = (0, 0, 0, 0);
        foreach (var file in SharedFiles.FilesOf("vectors/sd-jwt-vc/draft16"))
        {
            files++;
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            var example = document.RootElement;
            foreach (var name in (string[])["sd_jwt", "presentation_sd_jwt", "presentation_sd_jwt_kb"])
            {
                if (!example.TryGetProperty(name, out var text))
                {
                    continue;
                }

                objects++;
                var verdict = await VerifyAsync(text.GetString()!, example);
                verdict.Refusal.Should().BeNull($"{Path.GetFileName(file)} {name}");
                var credential = verdict.GetValueOrThrow();
                credential.Types.Should().Equal("https://credentials.example.com/identity_credential");
                proofs += credential.HolderBinding is HolderBinding.Proved ? 1 : 0;
                if (name is not "sd_jwt")
                {
                    JsonElement.DeepEquals(credential.Claims, example.GetProperty("processed_payload")).Should().BeTrue(file);
                    processed++;
                }
            }
        }

        (files, objects, proofs, processed).Should().Be((4, 3, 1, 2));
    }

    private static async Task<Verification<VerifiedCredential>> VerifyAsync(string text, JsonElement example)
    {
        var proof = text[(text.LastIndexOf('~') + 1)..].Split('.');
        var (demand, time) = (HolderBindingDemand.NotDemanded, new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero));
        if (proof.Length == 3)
        {
            var claims = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(proof[1]));
            demand = HolderBindingDemand.Required("https://example.com/verifier", "1234567890");
            time = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("iat").GetInt64());
        }

        Jwk.TryRead(example.GetProperty("issuer_public_jwk"), out var key, out _).Should().BeTrue();
        var keys = new KnownKeys().Add(key!.VerificationKey!, "https://example.com/issuer");
        var verifier = new CredentialVerifier(keys, new TrustAll(), null, VerdictPolicy.Strict, new FakeTimeProvider(time));
        return await verifier.VerifyAsync(Encoding.ASCII.GetBytes(text), new VerificationRequest { HolderBinding = demand });
    }
}
