using System.Text;
using System.Text.Json.Nodes;

namespace DpiBlocks.Cryptography.Tests.Keys;

/// <summary>Changes one member of a JWK.</summary>
internal static class Jwks
{
    public static byte[] With(ReadOnlySpan<byte> jwk, string name, JsonNode? value)
    {
        var node = JsonNode.Parse(jwk)!.AsObject();
        node[name] = value;
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    public static byte[] Without(ReadOnlySpan<byte> jwk, string name)
    {
        var node = JsonNode.Parse(jwk)!.AsObject();
        node.Remove(name);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    public static string Member(ReadOnlySpan<byte> jwk, string name) => JsonNode.Parse(jwk)![name]!.GetValue<string>();
}
