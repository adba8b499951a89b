using System.Runtime.InteropServices;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>Times in JSON: seconds since 1970-01-01T00:00:00Z, leap seconds ignored (RFC 7519, 2).</summary>
/// <remarks>
/// Any way to write a JSON number is read by its value: 1.7e9 and 1700000000.5 are times. Refused is what is no number, less
/// than zero, or past the year 9999; such a claim is never taken for one that is missing.
/// </remarks>
public static class NumericDate
{
    private const long Last = 253_402_300_799;      // 9999-12-31T23:59:59Z
    private const int MostDigits = 40;

    /// <summary>Reads a time. Never throws for any value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="time">The time, in UTC.</param>
    /// <returns>Whether it is a number in the range.</returns>
    public static bool TryRead(JsonElement value, out DateTimeOffset time)
    {
        time = default;
        if (value.ValueKind is not JsonValueKind.Number)
        {
            return false;
        }

        if (value.TryGetInt64(out var seconds))
        {
            return TryFromSeconds(seconds, out time);
        }

        if (JsonMarshal.GetRawUtf8Value(value).Length > MostDigits || !value.TryGetDecimal(out var exact) || exact is < 0 or > Last)
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddTicks((long)(exact * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>Makes a time from whole seconds.</summary>
    /// <param name="seconds">The seconds, from untrusted text or bytes.</param>
    /// <param name="time">The time, in UTC.</param>
    /// <returns>Whether it is in the range: from 1970 to 9999.</returns>
    public static bool TryFromSeconds(long seconds, out DateTimeOffset time)
    {
        var valid = seconds is >= 0 and <= Last;
        time = valid ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return valid;
    }

    /// <summary>Gives a time as whole seconds, cut off below.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The seconds since 1970.</returns>
    public static long ToSeconds(DateTimeOffset time) => time.ToUnixTimeSeconds();
}
