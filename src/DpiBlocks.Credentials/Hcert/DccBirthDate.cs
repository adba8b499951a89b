using System.Globalization;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>Reads a date of birth that may be a day, a month or a year, with 00 for a month or a day that is not known.</summary>
internal static class DccBirthDate
{
    /// <summary>Gives the first day that it can mean.</summary>
    public static bool TryGetEarliest(string text, out DateOnly earliest)
    {
        var form = text.Length switch { 4 => "yyyy", 7 => "yyyy-MM", _ => "yyyy-MM-dd" };
        var known = text.EndsWith("-00-00", StringComparison.Ordinal) && text.Length is 10 ? $"{text.AsSpan(0, 4)}-01-01"
            : text.EndsWith("-00", StringComparison.Ordinal) ? $"{text.AsSpan(0, text.Length - 2)}01"
            : text;
        return DateOnly.TryParseExact(known, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out earliest)
            && earliest.Year is >= 1900 and <= 2099;
    }

    /// <summary>Whether somebody so born was born at a time, wherever on earth.</summary>
    public static bool IsBefore(string text, DateTimeOffset at) =>
        !TryGetEarliest(text, out var earliest)
        || earliest.DayNumber <= DateOnly.FromDateTime(at.UtcDateTime).DayNumber + 1;
}
