namespace DpiBlocks.JsonSchema.Formats;

/// <summary>The code points that are allowed beside certain others (RFC 5892, appendix A).</summary>
internal static class IdnaContext
{
    public static bool Allows(List<int> points, int i)
    {
        var (before, after) = (i > 0 ? points[i - 1] : -1, i + 1 < points.Count ? points[i + 1] : -1);
        return points[i] switch
        {
            0x200C => IdnaTables.IsVirama(before) || Joins(points, i),                                       // A.1
            0x200D => IdnaTables.IsVirama(before),                                                           // A.2
            0xB7 => before == 'l' && after == 'l',                                                           // A.3
            0x375 => IdnaTables.IsGreek(after),                                                              // A.4
            0x5F3 or 0x5F4 => IdnaTables.IsHebrew(before),                                                   // A.5, A.6
            0x30FB => points.Any(IdnaTables.IsJapanese),                                                     // A.7
            >= 0x660 and <= 0x669 => points.All(point => point is < 0x6F0 or > 0x6F9),                       // A.8
            >= 0x6F0 and <= 0x6F9 => points.All(point => point is < 0x660 or > 0x669),                       // A.9
            _ => false,
        };
    }

    // A letter that joins to the left before it, one that joins to the right after it, marks between.
    private static bool Joins(List<int> points, int i)
    {
        var (before, after) = (i - 1, i + 1);
        while (before >= 0 && IdnaTables.IsTransparent(points[before]))
        {
            before--;
        }

        while (after < points.Count && IdnaTables.IsTransparent(points[after]))
        {
            after++;
        }

        return before >= 0 && after < points.Count && IdnaTables.JoinsBothSides(points[before])
            && (IdnaTables.JoinsBothSides(points[after]) || IdnaTables.JoinsToTheRight(points[after]));
    }
}
