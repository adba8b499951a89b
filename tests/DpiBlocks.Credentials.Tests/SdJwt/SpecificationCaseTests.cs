using System.Text.Json;
using DpiBlocks.Credentials.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>The cases of the specifications and of the Python implementation (YAML), and those of the JavaScript implementation (JSON).</summary>
public sealed class SpecificationCaseTests
{
    /// <summary>Cases with another result here, and why.</summary>
    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        ["w3c-vc_for_slide_deck"] = "The holder chooses claims below credentialSubject, which the credential has not; that is refused here.",
        ["array_none_disclosed.json"] = "An object of which nothing is shown is left out; RFC 9901, 7.1, step 3.e keeps it as {}.",
    };

    [Theory]
    [InlineData("vectors/sd-jwt/rfc-specifications", 15, 0)]
    [InlineData("vectors/sd-jwt/sd-jwt-python", 12, 12)]
    [InlineData("vectors/sd-jwt-vc/specifications", 3, 0)]
    public async Task Every_case_in_YAML_is_shown_as_it_says_and_whole_when_all_is_shown(string folder, int cases, int expectations)
    {
        var (seen, expected) = (0, 0);
        foreach (var file in SharedFiles.FilesOf(folder, "specification.yml"))
        {
            var root = MarkedYaml.Load(file);
            List<string> marked = [], shown = [];
            var claims = MarkedYaml.ToJson(root.Find("user_claims")!, marked);
            MarkedYaml.Chosen(root.Find("holder_disclosed_claims")!, string.Empty, shown);
            var decoys = root.Find("add_decoy_claims") is YamlScalarNode { Value: "true" or "True" } ? 3 : 0;

            if (Differences.ContainsKey(Path.GetFileName(Path.GetDirectoryName(file))!))
            {
                shown.Should().OnlyContain(path => path.StartsWith("/credentialSubject/", StringComparison.Ordinal));
                shown.Clear();
            }

            var result = await RoundTrip.RunAsync(claims, marked, shown, decoys);
            if (root.Find("expect_verified_user_claims") is { } verified)
            {
                JsonElement.DeepEquals(result, JsonElement.Parse(MarkedYaml.ToJson(verified, []))).Should().BeTrue($"{file}: {result.GetRawText()}");
                expected++;
            }

            var whole = await RoundTrip.RunAsync(claims, marked, marked, decoys);
            var given = RoundTrip.Without(JsonElement.Parse(claims), name => name is "iss" or "exp" or "cnf");
            JsonElement.DeepEquals(RoundTrip.Without(whole, name => name is "iss" or "exp" or "cnf"), given).Should().BeTrue($"{file}: {whole.GetRawText()}");
            seen++;
        }

        (seen, expected).Should().Be((cases, expectations));
    }

    [Fact]
    public async Task Every_case_in_JSON_is_shown_as_it_says()
    {
        var seen = 0;
        foreach (var file in SharedFiles.FilesOf("vectors/sd-jwt/sd-jwt-js"))
        {
            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            var root = document.RootElement;
            List<string> marked = [], shown = [];
            var decoys = 0;
            Frame(root.GetProperty("disclosureFrame"), string.Empty, marked, ref decoys);
            Chosen(root.GetProperty("presentationFrames"), string.Empty, shown);

            var result = await RoundTrip.RunAsync(root.GetProperty("claims").GetRawText(), marked, shown, decoys);
            var expected = Differences.ContainsKey(Path.GetFileName(file)) ? JsonElement.Parse("""{"is_over":{}}""") : root.GetProperty("presentedClaims");
            JsonElement.DeepEquals(result, expected).Should().BeTrue($"{file}: {result.GetRawText()}");
            foreach (var key in root.GetProperty("requiredClaimKeys").EnumerateArray())
            {
                Exists(result, key.GetString()!).Should().BeTrue($"{file}: {key}");
            }

            seen++;
        }

        seen.Should().Be(13);
    }

    // "_sd" names the members or elements that may be kept back, "_sd_decoy" how many decoys there are.
    private static void Frame(JsonElement frame, string path, List<string> marked, ref int decoys)
    {
        foreach (var member in frame.EnumerateObject())
        {
            if (member.NameEquals("_sd"))
            {
                marked.AddRange(member.Value.EnumerateArray().Select(item => $"{path}/{item}"));
            }
            else if (member.NameEquals("_sd_decoy"))
            {
                decoys = Math.Max(decoys, member.Value.GetInt32());
            }
            else
            {
                Frame(member.Value, $"{path}/{member.Name}", marked, ref decoys);
            }
        }
    }

    private static void Chosen(JsonElement frame, string path, List<string> shown)
    {
        if (frame.ValueKind is JsonValueKind.True)
        {
            shown.Add(path);
        }
        else if (frame.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in frame.EnumerateObject())
            {
                Chosen(member.Value, $"{path}/{member.Name}", shown);
            }
        }
    }

    private static bool Exists(JsonElement value, string key) =>
        key.Split('.').All(name => value.ValueKind is JsonValueKind.Array
            ? int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) < value.GetArrayLength() && Step(value[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)], out value)
            : value.TryGetProperty(name, out var next) && Step(next, out value));

    private static bool Step(JsonElement next, out JsonElement value)
    {
        value = next;
        return true;
    }
}
