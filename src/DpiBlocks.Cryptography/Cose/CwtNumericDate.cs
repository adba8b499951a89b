namespace DpiBlocks.Cryptography.Cose;

/// <summary>A time as CWT writes it: seconds since 1970, as an integer or a floating-point number, without the tag 1 (RFC 8392, 2).</summary>
public static class CwtNumericDate
{
    private const long Latest = 253_402_300_799;      // 9999-12-31T23:59:59Z

    /// <summary>Reads a time.</summary>
    /// <param name="value">The value. One with the tag 1, which must be omitted, is refused, as is a number that is not finite or outside the years 1970 to 9999.</param>
    /// <param name="time">The time, exact to 100 nanoseconds where the number is.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(CborValue value, out DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(value);
        time = default;
        if (value.TryGetInt64(out var seconds))
        {
            var inRange = seconds is >= 0 and <= Latest;
            time = inRange ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
            return inRange;
        }

        // Comparisons with NaN are false.
        var isTime = value.TryGetDouble(out var number) && number is >= 0 and <= Latest;
        if (isTime)
        {
            var whole = Math.Floor(number);
            time = DateTimeOffset.FromUnixTimeSeconds((long)whole).AddTicks((long)((number - whole) * TimeSpan.TicksPerSecond));
        }

        return isTime;
    }
}
