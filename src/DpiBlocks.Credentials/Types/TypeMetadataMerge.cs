using System.Collections.Immutable;

namespace DpiBlocks.Credentials;

/// <summary>Puts a type and those that it extends together (SD-JWT VC, 4.5.2 and 4.6.5).</summary>
internal static class TypeMetadataMerge
{
    /// <summary>Merges; null when a type takes back what it must not.</summary>
    /// <param name="chain">The most specific first.</param>
    public static TypeMetadata? Merge(IReadOnlyList<TypeMetadataDocument> chain)
    {
        var claims = new List<ClaimMetadata>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        ImmutableArray<LocalizedText> display = [];
        foreach (var document in chain.Reverse())
        {
            display = document.Display ?? display;
            foreach (var claim in document.Claims)
            {
                if (places.TryAdd(KeyOf(claim.Path), claims.Count))
                {
                    claims.Add(claim);
                    continue;
                }

                var known = places[KeyOf(claim.Path)];
                if (TryOverride(claims[known], claim) is not { } merged)
                {
                    return null;
                }

                claims[known] = merged;
            }
        }

        return new TypeMetadata
        {
            Types = [.. chain.Select(document => document.Type)],
            Name = chain[0].Name,
            Description = chain[0].Description,
            Display = display,
            Claims = [.. claims],
        };
    }

    // One text for one path: lengths keep names apart.
    private static string KeyOf(ImmutableArray<ClaimPathPart> path) =>
        string.Concat(path.Select(part => part.Name is { } name ? $"{name.Length}:{name}" : part.Index is { } index ? $"[{index}]" : "[*]"));

    // 4.6.5.1: always and never stay what they are, and so does mandatory.
    private static ClaimMetadata? TryOverride(ClaimMetadata inherited, ClaimMetadata own) =>
        (own.SaysDisclosure && inherited.Disclosure is not SelectiveDisclosure.Allowed && own.Disclosure != inherited.Disclosure)
        || (own.SaysMandatory && inherited.IsMandatory && !own.IsMandatory)
            ? null
            : inherited with
            {
                Display = own.SaysDisplay ? own.Display : inherited.Display,
                IsMandatory = own.SaysMandatory ? own.IsMandatory : inherited.IsMandatory,
                Disclosure = own.SaysDisclosure ? own.Disclosure : inherited.Disclosure,
            };
}
