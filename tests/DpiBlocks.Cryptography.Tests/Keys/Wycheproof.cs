using System.Text.Json;

namespace DpiBlocks.Cryptography.Tests.Keys;

/// <summary>The cases of one file of Project Wycheproof, one after another.</summary>
internal static class Wycheproof
{
    public static string PathOf(string file) => SharedFiles.PathOf($"vectors/wycheproof/{file}_test.json");

    public static IEnumerable<(JsonElement Group, JsonElement Case)> Cases(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(file)));
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                yield return (group, test);
            }
        }
    }

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static string Raw(this JsonElement element, string name) => element.GetProperty(name).GetRawText();

    public static int Id(this JsonElement test) => test.GetProperty("tcId").GetInt32();

    public static bool IsValid(this JsonElement test) => test.Text("result") is "valid";

    public static bool HasFlag(this JsonElement test, string flag) => test.GetProperty("flags").EnumerateArray().Any(item => item.GetString() == flag);
}
