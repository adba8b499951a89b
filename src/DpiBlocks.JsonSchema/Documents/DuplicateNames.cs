namespace DpiBlocks.JsonSchema.Documents;

/// <summary>Whether an object has two members of the same name (RFC 7493, 2.3).</summary>
internal static class DuplicateNames
{
    private const int Few = 16;

    public static bool Any(in JsonTable table, int at) => !(table.Count(at) <= Few && DifferAtSight(table, at)) && Compare(table, at);

    // Whether no two hashes agree in eight bits, as those of a few names seldom do.
    private static bool DifferAtSight(in JsonTable table, int at)
    {
        Span<ulong> seen = stackalloc ulong[4];
        seen.Clear();
        for (var member = at + 1; member < table[at].End; member = table[member + 1].End)
        {
            var hash = table[member].Extra;
            ref var bits = ref seen[(hash >> 6) & 3];
            var bit = 1UL << hash;
            if ((bits & bit) != 0)
            {
                return false;
            }

            bits |= bit;
        }

        return true;
    }

    private static bool Compare(in JsonTable table, int at)
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
