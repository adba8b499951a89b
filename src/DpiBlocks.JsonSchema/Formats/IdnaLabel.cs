namespace DpiBlocks.JsonSchema.Formats;

/// <summary>Labels of IDNA2008 (RFC 5891, 4.2 and 5.4): code points, contexts, direction.</summary>
internal static class IdnaLabel
{
    private const int MaxCodePoints = 63;

    /// <summary>Whether a label that begins with <c>xn--</c> is an A-label: it decodes to a U-label, which encodes to itself.</summary>
    public static bool IsEncoded(ReadOnlySpan<byte> label) =>
        Punycode.Decode(label[4..]) is { } points
        && points.Count is > 0 and <= MaxCodePoints
        && points.Any(point => point >= 0x80)
        && IsValid(points, points.Any(IdnaTables.IsRightToLeft))
        && string.Equals(Punycode.Encode(points), System.Text.Encoding.ASCII.GetString(label[4..]), StringComparison.OrdinalIgnoreCase);

    /// <summary>How long a label is once it is encoded; 0 when it is no label.</summary>
    public static int EncodedLength(string label, bool isBidiName)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(label);
        if (System.Text.Ascii.IsValid(label))
        {
            var points = Array.ConvertAll(utf8, letter => (int)letter);
            return HostFormats.IsLabel(utf8, international: false)
                && (Punycode.IsEncoded(utf8) ? IsEncoded(utf8) : !HasHyphens(points))
                && (!isBidiName || Punycode.IsEncoded(utf8) || HasDirection(points)) ? utf8.Length : 0;
        }

        var decoded = label.EnumerateRunes().Select(rune => rune.Value).ToList();
        return decoded.Count <= MaxCodePoints && IsValid(decoded, isBidiName) ? 4 + Punycode.Encode(decoded).Length : 0;
    }

    /// <summary>Whether a label, encoded or not, has a letter that is written from right to left (RFC 5893, 1.4).</summary>
    public static bool IsRightToLeft(string label)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(label);
        return Punycode.IsEncoded(utf8)
            ? utf8.Length <= MaxCodePoints && Punycode.Decode(utf8.AsSpan(4)) is { } points && points.Any(IdnaTables.IsRightToLeft)
            : label.EnumerateRunes().Any(rune => IdnaTables.IsRightToLeft(rune.Value));
    }

    // RFC 5891, 4.2.3.
    private static bool IsValid(List<int> points, bool isBidiName)
    {
        if (points[0] == '-' || points[^1] == '-' || HasHyphens(points) || IdnaTables.IsMark(points[0]) || (isBidiName && !HasDirection(points)))
        {
            return false;
        }

        for (var i = 0; i < points.Count; i++)
        {
            if (!IdnaTables.IsAlwaysAllowed(points[i]) && !IdnaContext.Allows(points, i))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasHyphens(IReadOnlyList<int> points) => points.Count >= 4 && points[2] == '-' && points[3] == '-';

    // RFC 5893, 2.
    private static bool HasDirection(IReadOnlyList<int> points)
    {
        var classes = points.Select(IdnaTables.DirectionOf).ToList();
        var last = classes.FindLast(direction => direction is not Direction.Mark);
        return classes[0] switch
        {
            Direction.Right => classes.All(direction => direction is not Direction.Left)
                && last is Direction.Right or Direction.EuropeanDigit or Direction.ArabicDigit
                && !(classes.Contains(Direction.EuropeanDigit) && classes.Contains(Direction.ArabicDigit)),
            Direction.Left => classes.All(direction => direction is not (Direction.Right or Direction.ArabicDigit))
                && last is Direction.Left or Direction.EuropeanDigit,
            _ => false,
        };
    }
}
