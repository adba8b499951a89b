using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DpiBlocks.Consent;

/// <summary>The unit of a <see cref="CalendarPeriod"/>.</summary>
public enum CalendarUnit
{
    /// <summary>None; not a valid unit.</summary>
    None = 0,

    /// <summary>Hours.</summary>
    Hour,

    /// <summary>Days of 24 hours: all is reckoned in UTC, where no day is shorter.</summary>
    Day,

    /// <summary>Months of the calendar.</summary>
    Month,

    /// <summary>Years of the calendar.</summary>
    Year,
}

/// <summary>A length of time in one unit, as the dialects write it: ReBIT's <c>DataLife</c>, ISO 8601's <c>P6M</c>.</summary>
public readonly record struct CalendarPeriod
{
    private const int MaxCount = 10_000;
    private static readonly string[] Suffixes = ["", "H", "D", "M", "Y"];

    /// <summary>Initializes a new instance of the <see cref="CalendarPeriod"/> struct.</summary>
    /// <param name="count">How many units: 1 to 10,000.</param>
    /// <param name="unit">The unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count or the unit is out of range.</exception>
    public CalendarPeriod(int count, CalendarUnit unit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        ArgumentOutOfRangeException.ThrowIfLessThan((int)unit, (int)CalendarUnit.Hour, nameof(unit));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)unit, (int)CalendarUnit.Year, nameof(unit));
        (Count, Unit) = (count, unit);
    }

    /// <summary>Gets how many units.</summary>
    public int Count { get; }

    /// <summary>Gets the unit.</summary>
    public CalendarUnit Unit { get; }

    /// <summary>Reads an ISO 8601 duration of one unit: <c>PT1H</c>, <c>P30D</c>, <c>P6M</c>, <c>P1Y</c>; a week is seven days.</summary>
    /// <param name="text">The text.</param>
    /// <param name="period">The period.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out CalendarPeriod period)
    {
        period = default;
        if (text is not { Length: >= 3 and <= 16 } || text[0] is not 'P')
        {
            return false;
        }

        var unit = (text[1] is 'T', text[^1]) switch
        {
            (true, 'H') => CalendarUnit.Hour,
            (false, 'D' or 'W') => CalendarUnit.Day,
            (false, 'M') => CalendarUnit.Month,
            (false, 'Y') => CalendarUnit.Year,
            _ => CalendarUnit.None,
        };
        var digits = text.AsSpan(unit is CalendarUnit.Hour ? 2 : 1)[..^1];
        if (unit is CalendarUnit.None || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MaxCount)
        {
            return false;
        }

        count *= text[^1] is 'W' ? 7 : 1;
        period = count is > 0 and <= MaxCount ? new CalendarPeriod(count, unit) : default;
        return period.Unit is not CalendarUnit.None;
    }

    /// <summary>Gives the time that lies so much later, or the last one of the calendar.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The later time, in UTC.</returns>
    public DateTimeOffset After(DateTimeOffset time) => Move(time.ToUniversalTime(), Count, DateTimeOffset.MaxValue);

    /// <summary>Gives the time that lies so much earlier, or the first one of the calendar.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The earlier time, in UTC.</returns>
    public DateTimeOffset Before(DateTimeOffset time) => Move(time.ToUniversalTime(), -Count, DateTimeOffset.MinValue);

    /// <summary>Writes it as an ISO 8601 duration.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"P{(Unit is CalendarUnit.Hour ? "T" : "")}{Count}{Suffixes[(int)Unit]}");

    private DateTimeOffset Move(DateTimeOffset time, int count, DateTimeOffset end)
    {
        try
        {
            return Unit switch
            {
                CalendarUnit.Hour => time.AddHours(count),
                CalendarUnit.Day => time.AddDays(count),
                CalendarUnit.Month => time.AddMonths(count),
                CalendarUnit.Year => time.AddYears(count),
                _ => throw new InvalidOperationException("This CalendarPeriod was never given a value."),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return end;
        }
    }
}
