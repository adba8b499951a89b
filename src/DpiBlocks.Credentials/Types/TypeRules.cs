using System.Text.Json;

namespace DpiBlocks.Credentials;

/// <summary>Holds a credential against the rules of its type (SD-JWT VC, 4.6.3 and 4.6.4).</summary>
internal static class TypeRules
{
    /// <summary>Finds the first rule that is broken; null when none is seen to be. What the holder keeps back cannot be judged.</summary>
    /// <param name="metadata">The type.</param>
    /// <param name="clear">What the issuer left in the clear.</param>
    /// <param name="shown">What the verifier sees.</param>
    public static Refusal? Check(TypeMetadata metadata, JsonElement clear, JsonElement shown)
    {
        foreach (var claim in metadata.Claims)
        {
            var isClear = Exists(clear, claim.Path.AsSpan());
            var breaks = claim.Disclosure switch
            {
                SelectiveDisclosure.Always => isClear,
                SelectiveDisclosure.Never => !isClear && (claim.IsMandatory || Exists(shown, claim.Path.AsSpan())),
                _ => false,
            };
            if (breaks)
            {
                return new Refusal(TypeMetadataRefusalCodes.RuleBroken, "The credential breaks a rule of its type.")
                {
                    Location = string.Concat(claim.Path.Select(part => $"/{part.Name ?? part.Index?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "*"}")),
                };
            }
        }

        return null;
    }

    private static bool Exists(JsonElement value, ReadOnlySpan<ClaimPathPart> path)
    {
        if (path.IsEmpty)
        {
            return value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty("..."u8, out _);      // a digest is not the claim
        }

        var part = path[0];
        if (part.Name is { } name)
        {
            return value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var member) && Exists(member, path[1..]);
        }

        if (value.ValueKind is not JsonValueKind.Array)
        {
            return false;
        }

        if (part.Index is { } index)
        {
            return index < value.GetArrayLength() && Exists(value[index], path[1..]);
        }

        foreach (var item in value.EnumerateArray())
        {
            if (Exists(item, path[1..]))
            {
                return true;
            }
        }

        return false;
    }
}
