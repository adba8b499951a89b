using System.Text;
using System.Text.Json.Nodes;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>Payloads of people who do not exist, and ways to spoil them.</summary>
internal static class DccSamples
{
    public const string Vaccination = """
        {"ver":"1.3.0","nam":{"fn":"Musterfrau-Gößinger","fnt":"MUSTERFRAU<GOESSINGER","gn":"Gabriele","gnt":"GABRIELE"},"dob":"1998-02-26",
         "v":[{"tg":"840539006","vp":"1119305005","mp":"EU/1/20/1528","ma":"ORG-100030215","dn":1,"sd":2,"dt":"2021-02-18","co":"AT",
               "is":"Ministry of Health, Austria","ci":"URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B"}]}
        """;

    public const string Test = """
        {"ver":"1.3.0","nam":{"fnt":"DOE","gnt":"JANE"},"dob":"1980",
         "t":[{"tg":"840539006","tt":"LP217198-3","ma":"1232","sc":"2021-04-13T14:20:00+02:00","tr":"260415000","tc":"Testing centre 1","co":"DE",
               "is":"Robert Koch-Institut","ci":"URN:UVCI:01DE/TEST/1"}]}
        """;

    public const string Recovery = """
        {"ver":"1.3.0","nam":{"gnt":"JANE"},"dob":"",
         "r":[{"tg":"840539006","fr":"2021-04-21","co":"FR","is":"CNAM","df":"2021-05-01","du":"2021-10-21","ci":"URN:UVCI:01:FR:T5DWTJYS4ZR8#4"}]}
        """;

    public static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    /// <summary>The same payload with one change.</summary>
    public static string With(string json, Action<JsonObject> change)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        change(node);
        return node.ToJsonString();
    }

    /// <summary>The same payload with one member of its entry set, or removed when the value is null.</summary>
    public static string WithEntry(string json, string member, JsonNode? value) => With(json, payload =>
    {
        var entry = payload.Single(property => property.Value is JsonArray).Value![0]!.AsObject();
        if (value is null)
        {
            entry.Remove(member);
        }
        else
        {
            entry[member] = value;
        }
    });
}
