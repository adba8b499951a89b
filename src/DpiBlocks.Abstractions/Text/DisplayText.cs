using System.Buffers;
using System.Globalization;
using System.Text;

namespace DpiBlocks;

/// <summary>
/// Makes text from outside safe to show: on a terminal, in a log, in a table. What cannot be seen, or is not what it seems,
/// is written out as <c>\u{202E}</c>. For people's eyes alone: signatures and comparisons use the text as it came.
/// </summary>
public static class DisplayText
{
    private static readonly SearchValues<char> LatinLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>
    /// Writes out control characters (ANSI escapes, line ends), what has no width, what turns the direction of writing, what no character
    /// stands for, the backslash itself, and, in a word that has Latin letters, the letters of scripts that imitate them.
    /// </summary>
    /// <param name="text">The text, as it came.</param>
    /// <returns>One line that shows all that is in it.</returns>
    /// <remarks>A word that is wholly of another script, and looks like a Latin one, cannot be told from an honest word.</remarks>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(text.Length);
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfWord(text, start);
            var word = text.AsSpan(start, end - start);
            var latin = word.ContainsAny(LatinLetters);
            foreach (var rune in word.EnumerateRunes())
            {
                Append(shown, rune, latin);
            }

            // A lone surrogate is enumerated as U+FFFD, which is what it is worth: no character.
            start = end;
        }

        return shown.ToString();
    }

    /// <summary>Makes one field of a comma-separated file (RFC 4180), that no spreadsheet takes for a formula.</summary>
    /// <param name="text">The text, as it came.</param>
    /// <returns>The field in quotes; an apostrophe is put before what would start a formula.</returns>
    public static string CsvField(string text)
    {
        var shown = Escape(text);
        var formula = shown.TrimStart() is ['=' or '+' or '-' or '@', ..];
        return $"\"{(formula ? "'" : string.Empty)}{shown.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // A word is what stands between blanks, so that a hidden character or a dot does not cut it in two.
    private static int EndOfWord(string text, int start)
    {
        var length = text.AsSpan(start + 1).IndexOf(' ');
        return length < 0 ? text.Length : start + 1 + length;
    }

    private static void Append(StringBuilder shown, Rune rune, bool latin)
    {
        if (rune.Value == '\\')
        {
            shown.Append(@"\\");
        }
        else if (IsHidden(rune) || (latin && ImitatesLatin(rune)))
        {
            shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}");
        }
        else
        {
            shown.Append(rune.ToString());
        }
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => rune.Value is 0xFFFD
            or 0x034F or (>= 0x115F and <= 0x1160) or (>= 0x17B4 and <= 0x17B5) or 0x2800 or 0x3164 or 0xFFA0      // letters without ink
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF),                                           // variation selectors
    };

    // Greek and Coptic, Cyrillic, Armenian, Cherokee, letter-like symbols, full-width forms, mathematical letters.
    private static bool ImitatesLatin(Rune rune) => rune.Value is
        (>= 0x0370 and <= 0x03FF) or (>= 0x0400 and <= 0x052F) or (>= 0x0530 and <= 0x058F) or (>= 0x13A0 and <= 0x13FF)
        or (>= 0x1C80 and <= 0x1C8F) or (>= 0x1F00 and <= 0x1FFF) or (>= 0x2100 and <= 0x214F) or (>= 0x2C80 and <= 0x2CFF)
        or (>= 0x2DE0 and <= 0x2DFF) or (>= 0xA640 and <= 0xA69F) or (>= 0xAB70 and <= 0xABBF) or (>= 0xFF01 and <= 0xFF5E)
        or (>= 0x1D400 and <= 0x1D7FF);
}
