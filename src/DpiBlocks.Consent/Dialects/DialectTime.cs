using System.Globalization;

namespace DpiBlocks.Consent;

/// <summary>Times as the dialects of India write them.</summary>
internal static class DialectTime
{
    /// <summary>Reads RFC 3339, and the offset without its colon (<c>+0000</c>) of ISO 8601's basic form, which ReBIT's own examples have.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) =>
        Rfc3339.TryParse(text, out time, out _)
        || (text.Length is > 24 and < 64 && text[^5] is '+' or '-' && Rfc3339.TryParse($"{text[..^2]}:{text[^2..]}", out time, out _));

    /// <summary>Writes it in UTC with milliseconds, or with all digits where there are more: RFC 3339, as all schemas demand (<c>date-time</c>).</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(
        time.Ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
