using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Finds the disclosures by which chosen claims are shown: their own, and those of what they lie in (RFC 9901, 4.2.6).</summary>
/// <remarks>Works on what was found in order when it was read, so nothing in it needs to be refused again.</remarks>
internal sealed class DisclosureSelector : IDisposable
{
    private readonly DisclosureReader _disclosures;
    private readonly bool[] _found;
    private readonly List<(int Start, int Length)> _chosen = [];

    private DisclosureSelector(ReadOnlyMemory<byte> disclosures, SdJwtHash hash, int paths) =>
        (_disclosures, _found) = (new DisclosureReader(disclosures, hash), new bool[paths]);

    /// <summary>Selects; gives the numbers of the paths that lead to nothing.</summary>
    public static List<(int Start, int Length)> Select(
        JsonElement payload, ReadOnlyMemory<byte> disclosures, SdJwtHash hash, ClaimPaths paths, out int missing)
    {
        using var selector = new DisclosureSelector(disclosures, hash, paths.Paths.Length);
        _ = selector._disclosures.ReadAll();
        selector.Walk(payload, paths.Root);
        missing = paths.FirstMissing(selector._found);
        selector._chosen.Sort();      // as they were issued
        return selector._chosen;
    }

    public void Dispose() => _disclosures.Dispose();

    // Whether a path ends here or below.
    private bool Walk(JsonElement value, ClaimPathNode node)
    {
        foreach (var path in node.Ends)
        {
            _found[path] = true;
        }

        var found = value.ValueKind switch
        {
            JsonValueKind.Object => WalkObject(value, node),
            JsonValueKind.Array => WalkArray(value, node),
            _ => false,
        };
        return found || node.IsChosen;
    }

    private bool WalkObject(JsonElement value, ClaimPathNode node)
    {
        var found = false;
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonText.NameOf(member);
            if (!SdJwtNames.IsReserved(name) && node.Find(name) is { } child)
            {
                found |= Walk(member.Value, child);
            }
        }

        if (value.TryGetProperty(SdJwtNames.Digests, out var digests))
        {
            foreach (var digest in digests.EnumerateArray())
            {
                found |= WalkHidden(digest, parts: 3, node);
            }
        }

        return found;
    }

    // The place of an element is that which the holder sees: decoys, for which nothing came, do not count.
    private bool WalkArray(JsonElement value, ClaimPathNode node)
    {
        var (found, index) = (false, 0);
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.Object && item.TryGetProperty(SdJwtNames.Element, out var digest))
            {
                found |= WalkHidden(digest, parts: 2, node, ref index);
            }
            else if (node.Find(index++) is { } child)
            {
                found |= Walk(item, child);
            }
        }

        return found;
    }

    private bool WalkHidden(JsonElement digest, int parts, ClaimPathNode node)
    {
        var index = 0;
        return WalkHidden(digest, parts, node, ref index);
    }

    private bool WalkHidden(JsonElement digest, int parts, ClaimPathNode node, ref int index)
    {
        _ = _disclosures.Meet(digest, out var start, out var length);
        if (length == 0)
        {
            return false;
        }

        _ = _disclosures.Open(start, length, parts, recursion: 0, out var disclosure);
        using (disclosure)
        {
            var content = disclosure!.RootElement;
            var child = parts == 2 ? node.Find(index++) : node.Find(JsonText.Utf8Of(content[1]));
            if (child is null || !Walk(content[parts - 1], child))
            {
                return false;
            }

            _chosen.Add((start, length));
            return true;
        }
    }
}
