using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>Issues claims, shows some of them, and verifies: the whole way of the published cases.</summary>
internal static class RoundTrip
{
    private static readonly string[] Registered = ["iss", "iat", "nbf", "exp", "vct", "vct#integrity", "cnf", "status"];

    /// <summary>Gives the claims that a verifier sees, without those that the case did not bring itself.</summary>
    public static async Task<JsonElement> RunAsync(string claims, IReadOnlyList<string> disclosable, IReadOnlyList<string> shown, int decoys = 0)
    {
        using var given = JsonDocument.Parse(claims);
        var held = await IssueAsync(given.RootElement, disclosable, decoys);
        var presented = await PresentAsync(held, shown);
        var verdict = await Desk.VerifyAsync(presented, Desk.Bound);
        verdict.Refusal.Should().BeNull();
        var again = await Desk.VerifyAsync(ToJson(presented), Desk.Bound);
        again.Refusal.Should().BeNull();
        JsonElement.DeepEquals(verdict.GetValueOrThrow().Claims, again.GetValueOrThrow().Claims).Should().BeTrue();
        return Without(verdict.GetValueOrThrow().Claims, name => Registered.Contains(name) && !given.RootElement.TryGetProperty(name, out _));
    }

    public static async Task<SdJwtCredential> IssueAsync(JsonElement claims, IReadOnlyList<string> disclosable, int decoys = 0)
    {
        ClaimPaths.TryParse(disclosable, out var paths, out _).Should().BeTrue();
        var content = new SdJwtVcContent
        {
            Type = Text(claims, "vct") ?? "urn:example:case",
            Issuer = SdJwtSample.Issuer,
            Claims = Encoding.UTF8.GetBytes(Without(claims, Registered.Except(["iat"]).Contains).GetRawText()),
            Disclosable = paths!,
            Decoys = decoys,
            Holder = SdJwtSample.HolderKey.PublicJwk,
        };
        var issued = await new SdJwtVcIssuer(new FakeTimeProvider(SdJwtSample.Now)).IssueAsync(SdJwtSample.IssuerKey, content);
        SdJwtCredential.TryRead(issued, SdJwtProfile.Vc, out var held, out var refusal).Should().BeTrue(refusal?.Code);
        return held!;
    }

    public static async Task<string> PresentAsync(SdJwtCredential held, IReadOnlyList<string> shown)
    {
        ClaimPaths.TryParse(shown, out var paths, out _).Should().BeTrue();
        SdJwtHolder.TryPresent(held, paths!, out var presentation, out var refusal).Should().BeTrue($"{refusal?.Code} {refusal?.Location}");
        var bound = await presentation!.BindAsync(
            SdJwtSample.HolderKey, SdJwtSample.Audience, SdJwtSample.Nonce, new FakeTimeProvider(SdJwtSample.Now));
        return Encoding.ASCII.GetString(bound);
    }

    /// <summary>The flattened JSON serialization of a presentation (RFC 9901, 8.2).</summary>
    public static string ToJson(string presented)
    {
        var parts = presented.Split('~');
        var jws = parts[0].Split('.');
        var disclosures = string.Join(",", parts[1..^1].Select(part => $"\"{part}\""));
        var binding = parts[^1].Length > 0 ? $",\"kb_jwt\":\"{parts[^1]}\"" : string.Empty;
        return $$"""{"payload":"{{jws[1]}}","protected":"{{jws[0]}}","signature":"{{jws[2]}}","header":{"disclosures":[{{disclosures}}]{{binding}} } }""";
    }

    public static JsonElement Without(JsonElement value, Func<string, bool> leftOut)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject().Where(member => !leftOut(member.Name)))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }

    private static string? Text(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) ? value.GetString() : null;
}
