using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DpiBlocks;

/// <summary>Dates and times as RFC 3339 writes them, and nothing else: no local form, no missing offset, no digit but 0 to 9.</summary>
/// <remarks>
/// Two readings are narrower than the grammar. A leap second (<c>23:59:60</c>) is refused, since no time of this platform can hold it.
/// An offset beyond 14 hours is refused, since no place on earth has one.
/// </remarks>
public static class Rfc3339
{
    private const int FractionDigits = 7;      // of a second: what a tick of 100 ns can hold; further digits are read and cut off

    private static readonly Refusal Malformed = new(TimeRefusalCodes.Malformed, "The text is not a date and time of RFC 3339.");

    /// <summary>Reads a <c>date-time</c>, such as <c>2026-06-01T09:30:00Z</c> or <c>2026-06-01T11:30:00.25+02:00</c>.</summary>
    /// <param name="text">The text, at most 64 characters.</param>
    /// <param name="time">The time, with the offset it was written with.</param>
    /// <param name="refusal">Why not: <see cref="TimeRefusalCodes.Malformed"/>.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time, [NotNullWhen(false)] out Refusal? refusal)
    {
        time = default;
        refusal = Malformed;
        if (text.Length is < 20 or > 64
            || text[10] is not ('T' or 't')      // the grammar ignores case (RFC 5234, 2.3)
            || !TryReadDate(text[..10], out var date)
            || !TryReadTimeOfDay(text[11..], out var timeOfDay, out var rest)
            || !TryReadOffset(rest, out var offset))
        {
            return false;
        }

        var local = date.ToDateTime(timeOfDay);
        var utc = local.Ticks - offset.Ticks;
        if (utc < DateTimeOffset.MinValue.Ticks || utc > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(local, offset);
        refusal = null;
        return true;
    }

    /// <summary>Reads a <c>full-date</c>, such as <c>2026-06-01</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="date">The date.</param>
    /// <param name="refusal">Why not: <see cref="TimeRefusalCodes.Malformed"/>.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParseDate(ReadOnlySpan<char> text, out DateOnly date, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = TryReadDate(text, out date) ? null : Malformed;
        return refusal is null;
    }

    /// <summary>Writes a time in UTC: <c>2026-06-01T09:30:00Z</c>, with a fraction only where there is one.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The text.</returns>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static bool TryReadDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryReadNumber(text[..4], 1, 9999, out var year)
            || !TryReadNumber(text[5..7], 1, 12, out var month)
            || !TryReadNumber(text[8..10], 1, DateTime.DaysInMonth(year, month), out var day))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    private static bool TryReadTimeOfDay(ReadOnlySpan<char> text, out TimeOnly time, out ReadOnlySpan<char> rest)
    {
        time = default;
        rest = default;
        if (text[2] != ':' || text[5] != ':'
            || !TryReadNumber(text[..2], 0, 23, out var hour)
            || !TryReadNumber(text[3..5], 0, 59, out var minute)
            || !TryReadNumber(text[6..8], 0, 59, out var second))
        {
            return false;
        }

        rest = text[8..];
        long fraction = 0;
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits < 1)
            {
                return false;
            }

            for (var i = 1; i <= FractionDigits; i++)
            {
                fraction = (fraction * 10) + (i <= digits ? rest[i] - '0' : 0);
            }

            rest = rest[(digits + 1)..];
        }

        time = new TimeOnly(new TimeOnly(hour, minute, second).Ticks + fraction);
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !TryReadNumber(text[1..3], 0, 14, out var hours)
            || !TryReadNumber(text[4..6], 0, hours == 14 ? 0 : 59, out var minutes))
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -offset : offset;
        return true;
    }

    // All of the text is digits 0 to 9: no sign, no blank, no digit of another script.
    private static bool TryReadNumber(ReadOnlySpan<char> text, int from, int to, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return number >= from && number <= to;
    }
}
