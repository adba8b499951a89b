using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Credentials;

/// <summary>One document of type metadata, by itself (SD-JWT VC, 4.2). What is not understood is ignored.</summary>
internal sealed record TypeMetadataDocument(
    string Type,
    string? Name,
    string? Description,
    string? Extends,
    string? ExtendsIntegrity,
    ImmutableArray<LocalizedText>? Display,
    ImmutableArray<ClaimMetadata> Claims)
{
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out TypeMetadataDocument? document)
    {
        document = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Document, out var json, out _))
        {
            return false;
        }

        using (json)
        {
            var root = json.RootElement;
            if (root.ValueKind is JsonValueKind.Object
                && TryText(root, "vct", out var type) && type is { Length: > 0 }
                && TryText(root, "name", out var name)
                && TryText(root, "description", out var description)
                && TryText(root, "extends", out var extends)
                && TryText(root, "extends#integrity", out var integrity)
                && TryDisplay(root, "name", out var display)
                && TryClaims(root, out var claims))
            {
                document = new TypeMetadataDocument(type, name, description, extends, integrity, display, claims);
            }
        }

        return document is not null;
    }

    private static bool TryText(JsonElement owner, string name, out string? text)
    {
        var found = owner.TryGetProperty(name, out var value);
        text = found && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        return !found || text is not null;
    }

    private static bool TryDisplay(JsonElement owner, string label, out ImmutableArray<LocalizedText>? texts)
    {
        texts = null;
        if (!owner.TryGetProperty("display"u8, out var display))
        {
            return true;
        }

        if (display.ValueKind is not JsonValueKind.Array)
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<LocalizedText>();
        foreach (var item in display.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.Object
                || !TryText(item, "locale", out var locale) || locale is null
                || !TryText(item, label, out var name) || name is null
                || !TryText(item, "description", out var description))
            {
                return false;
            }

            found.Add(new LocalizedText(locale, name, description));
        }

        texts = found.ToImmutable();
        return true;
    }

    private static bool TryClaims(JsonElement root, out ImmutableArray<ClaimMetadata> claims)
    {
        claims = [];
        if (!root.TryGetProperty("claims"u8, out var list))
        {
            return true;
        }

        if (list.ValueKind is not JsonValueKind.Array)
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<ClaimMetadata>();
        foreach (var item in list.EnumerateArray())
        {
            if (!TryClaim(item, out var claim))
            {
                return false;
            }

            found.Add(claim);
        }

        claims = found.ToImmutable();
        return true;
    }

    private static bool TryClaim(JsonElement item, [NotNullWhen(true)] out ClaimMetadata? claim)
    {
        claim = null;
        if (item.ValueKind is not JsonValueKind.Object
            || !item.TryGetProperty("path"u8, out var path) || !TryPath(path, out var parts)
            || !TryDisplay(item, "label", out var display)
            || !TryText(item, "sd", out var sd) || sd is not (null or "always" or "allowed" or "never"))
        {
            return false;
        }

        var says = item.TryGetProperty("mandatory"u8, out var mandatory);
        if (says && mandatory.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return false;
        }

        claim = new ClaimMetadata
        {
            Path = parts,
            Display = display ?? [],
            IsMandatory = mandatory.ValueKind is JsonValueKind.True,
            Disclosure = sd switch { "always" => SelectiveDisclosure.Always, "never" => SelectiveDisclosure.Never, _ => SelectiveDisclosure.Allowed },
            SaysDisplay = display is not null,
            SaysMandatory = says,
            SaysDisclosure = sd is not null,
        };
        return true;
    }

    private static bool TryPath(JsonElement path, out ImmutableArray<ClaimPathPart> parts)
    {
        parts = [];
        if (path.ValueKind is not JsonValueKind.Array || path.GetArrayLength() == 0)
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<ClaimPathPart>();
        foreach (var item in path.EnumerateArray())
        {
            var index = 0;
            switch (item.ValueKind)
            {
                case JsonValueKind.String:
                    found.Add(new ClaimPathPart(item.GetString(), null));
                    break;
                case JsonValueKind.Null:
                    found.Add(default);
                    break;
                case JsonValueKind.Number when item.TryGetInt32(out index) && index >= 0:
                    found.Add(new ClaimPathPart(null, index));
                    break;
                default:
                    return false;
            }
        }

        parts = found.ToImmutable();
        return true;
    }
}
