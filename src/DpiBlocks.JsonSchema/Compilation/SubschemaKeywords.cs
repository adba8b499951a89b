using System.Text.Json;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>Where schemas lie within schemas.</summary>
internal static class SubschemaKeywords
{
    // Of both drafts unless it says so.
    private static readonly HashSet<string> Maps = new(["properties", "patternProperties", "definitions", "dependencies", "$defs", "dependentSchemas"], StringComparer.Ordinal);
    private static readonly HashSet<string> Lists = new(["allOf", "anyOf", "oneOf", "prefixItems"], StringComparer.Ordinal);
    private static readonly HashSet<string> Singles = new(
        ["items", "additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else", "unevaluatedItems", "unevaluatedProperties", "contentSchema"],
        StringComparer.Ordinal);

    private static readonly HashSet<string> Only202012 = new(["$defs", "dependentSchemas", "prefixItems", "unevaluatedItems", "unevaluatedProperties", "contentSchema"], StringComparer.Ordinal);

    /// <summary>The subschemas of a schema, each with its pointer.</summary>
    public static IEnumerable<(string Pointer, JsonElement Schema)> Of(JsonElement schema, string pointer, Dialect dialect)
    {
        foreach (var member in schema.EnumerateObject())
        {
            if (dialect.IsOld ? Only202012.Contains(member.Name) : member.Name == "additionalItems")
            {
                continue;
            }

            if (Singles.Contains(member.Name) && member.Value.ValueKind is JsonValueKind.Object)
            {
                yield return ($"{pointer}/{member.Name}", member.Value);
            }
            else if (member.Value.ValueKind is JsonValueKind.Array && (Lists.Contains(member.Name) || (dialect.IsOld && member.Name == "items")))
            {
                foreach (var (index, item) in member.Value.EnumerateArray().Index())
                {
                    yield return ($"{pointer}/{member.Name}/{index}", item);
                }
            }
            else if (member.Value.ValueKind is JsonValueKind.Object && Maps.Contains(member.Name))
            {
                foreach (var entry in member.Value.EnumerateObject())
                {
                    yield return ($"{pointer}/{member.Name}/{Escape(entry.Name)}", entry.Value);
                }
            }
        }
    }

    /// <summary>Escapes a step of a JSON pointer (RFC 6901, 3).</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
