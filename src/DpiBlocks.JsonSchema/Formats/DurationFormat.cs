namespace DpiBlocks.JsonSchema.Formats;

/// <summary><c>duration</c>: RFC 3339, appendix A.</summary>
internal static class DurationFormat
{
    public static bool IsDuration(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[0] != 'P')
        {
            return false;
        }

        text = text[1..];
        var units = Take(ref text, "YMWD"u8);
        if (units.Contains((byte)'W'))
        {
            return units.Length == 1 && text.IsEmpty;      // weeks stand alone
        }

        if (!IsRun(units, "YMD"u8))
        {
            return false;
        }

        if (text.IsEmpty)
        {
            return units.Length > 0;
        }

        if (text[0] != 'T')
        {
            return false;
        }

        text = text[1..];
        units = Take(ref text, "HMS"u8);
        return text.IsEmpty && units.Length > 0 && IsRun(units, "HMS"u8);
    }

    // The units of as many elements as there are: digits, and a letter.
    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> allowed)
    {
        var units = new byte[4];
        var count = 0;
        while (count < units.Length)
        {
            var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits < 1 || !allowed.Contains(text[digits]))
            {
                break;
            }

            units[count++] = text[digits];
            text = text[(digits + 1)..];
        }

        return units.AsSpan(0, count);
    }

    // Appendix A leaves nothing out between two elements: no days after years without months.
    private static bool IsRun(ReadOnlySpan<byte> units, ReadOnlySpan<byte> order) => units.IsEmpty || order.IndexOf(units) >= 0;
}
