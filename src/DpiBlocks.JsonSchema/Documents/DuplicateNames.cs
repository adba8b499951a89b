namespace DpiBlocks.JsonSchema.Documents;

/// <summary>Whether an object has two members of the same name (RFC 7493, 2.3).</summary>
internal static class DuplicateNames
{
    private const int Few = 12;

    public static bool Any(in JsonTable table, int at) => table.Count(at) <= Few ? AmongFew(table, at) : AmongMany(table, at);

    private static bool AmongFew(in JsonTable table, int at)
    {
        Span<int> members = stackalloc int[Few];
        Span<int> hashes = stackalloc int[Few];
        var (count, end) = (0, table[at].End);
        for (var member = at + 1; member < end; member = table[member + 1].End)
        {
            var hash = table[member].Extra;
            var known = hashes[..count];
            for (var other = known.IndexOf(hash); other >= 0;)
            {
                if (Same(table, in table[member], in table[members[other]]))
                {
                    return true;
                }

                var further = known[(other + 1)..].IndexOf(hash);
                other = further < 0 ? -1 : other + 1 + further;
            }

            members[count] = member;
            hashes[count++] = hash;
        }

        return false;
    }

    private static bool AmongMany(in JsonTable table, int at)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)table.Count(at) * 2);
        var places = size <= 512 ? stackalloc int[size] : new int[size];      // of names, plus one; zero is empty
        places.Clear();
        for (var member = at + 1; member < table[at].End; member = table[member + 1].End)
        {
            ref readonly var name = ref table[member];
            var slot = name.Extra & (size - 1);
            while (places[slot] != 0)
            {
                if (Same(table, in name, in table[places[slot] - 1]))
                {
                    return true;
                }

                slot = (slot + 1) & (size - 1);
            }

            places[slot] = member + 1;
        }

        return false;
    }

    private static bool Same(in JsonTable table, in Token a, in Token b) =>
        a.Extra == b.Extra && a.Length == b.Length && Utf8Text.Equal(table.Text(in a), table.Text(in b));
}
