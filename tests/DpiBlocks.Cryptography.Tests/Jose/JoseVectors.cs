using System.Text.Json;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

/// <summary>Published vectors for JOSE.</summary>
internal static class JoseVectors
{
    /// <summary>What is older than RFC 8725 has no type.</summary>
    public static readonly JwsProfile Untyped = new() { Types = ["JWT"], AllowMissingType = true };

    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi"];

    /// <summary>The groups of one file of Project Wycheproof.</summary>
    public static List<JsonElement> Groups(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.PathOf($"vectors/wycheproof/{file}_test.json")));
        return [.. document.RootElement.Clone().GetProperty("testGroups").EnumerateArray()];
    }

    public static IEnumerable<JsonElement> Tests(this JsonElement group) => group.GetProperty("tests").EnumerateArray();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    public static bool IsValid(this JsonElement test) => test.Text("result") is "valid";

    public static string Name(this JsonElement test) => $"{test.GetProperty("tcId").GetInt32()} {test.Text("comment")}";

    /// <summary>A token as it came: most are text, some are JSON.</summary>
    public static byte[] Token(this JsonElement element) => Signed.Bytes(element.ValueKind is JsonValueKind.String ? element.GetString()! : element.GetRawText());

    /// <summary>The public half of a private JWK.</summary>
    public static byte[] PublicJwk(JsonElement jwk) => Signed.Bytes(
        $"{{{string.Join(',', jwk.EnumerateObject().Where(member => !PrivateMembers.Contains(member.Name)).Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}"))}}}");

    /// <summary>A file of the JOSE cookbook.</summary>
    public static JsonElement Cookbook(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.PathOf($"vectors/jose-cookbook/{file}.json")));
        return document.RootElement.Clone();
    }
}
