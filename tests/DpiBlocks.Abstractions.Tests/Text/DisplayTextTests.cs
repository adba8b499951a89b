using System.Text;
using CsCheck;

namespace DpiBlocks.Abstractions.Tests.Text;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Ada Example, 1 Sea View")]
    [InlineData("Ærøskøbing Łódź Çankırı ñandú")]
    [InlineData("Иван Петров")]
    [InlineData("Μαρία Παπαδοπούλου")]
    [InlineData("महाराष्ट्र 東京 서울 القاهرة ไทย")]
    [InlineData("😀")]
    public void Honest_text_is_shown_as_it_is(string text) => DisplayText.Escape(text).Should().Be(text);

    [Theory]
    [Attack("JSN-09")]
    [InlineData("a\u202Eb", @"a\u{202E}b")]
    [InlineData("a\u202Ab\u202C", @"a\u{202A}b\u{202C}")]
    [InlineData("a\u2066b\u2069", @"a\u{2066}b\u{2069}")]
    [InlineData("a\u200Fb", @"a\u{200F}b")]
    [InlineData("a\u061Cb", @"a\u{061C}b")]
    public void What_turns_the_direction_of_writing_is_written_out(string text, string shown) => DisplayText.Escape(text).Should().Be(shown);

    [Theory]
    [Attack("JSN-09")]
    [InlineData("a\u200Bb", @"a\u{200B}b")]
    [InlineData("a\u200Cb", @"a\u{200C}b")]
    [InlineData("a\u200Db", @"a\u{200D}b")]
    [InlineData("a\u2060b", @"a\u{2060}b")]
    [InlineData("a\uFEFFb", @"a\u{FEFF}b")]
    [InlineData("a\u00ADb", @"a\u{00AD}b")]
    [InlineData("a\u034Fb", @"a\u{034F}b")]
    [InlineData("a\uFE0Fb", @"a\u{FE0F}b")]
    [InlineData("a\u3164b", @"a\u{3164}b")]
    [InlineData("a\U000E0041b", @"a\u{E0041}b")]
    [InlineData("a\u00A0b", @"a\u{00A0}b")]
    [InlineData("a\uE000b", @"a\u{E000}b")]
    public void What_cannot_be_seen_is_written_out(string text, string shown) => DisplayText.Escape(text).Should().Be(shown);

    [Theory]
    [Attack("JSN-09")]
    [InlineData("p\u0430ypal", @"p\u{0430}ypal")]
    [InlineData("\u0440\u0430ypal.example", @"\u{0440}\u{0430}ypal.example")]
    [InlineData("g\u03BFv", @"g\u{03BF}v")]
    [InlineData("g\u0585v", @"g\u{0585}v")]
    [InlineData("\uFF47ov", @"\u{FF47}ov")]
    [InlineData("\U0001D420ov", @"\u{1D420}ov")]
    [InlineData("Ministry \u041Ef Truth", @"Ministry \u{041E}f Truth")]
    public void A_letter_that_imitates_a_Latin_one_among_Latin_ones_is_written_out(string text, string shown) =>
        DisplayText.Escape(text).Should().Be(shown);

    [Theory]
    [Attack("JSN-15")]
    [InlineData("a\r\nb", @"a\u{000D}\u{000A}b")]
    [InlineData("a\u2028b\u2029c", @"a\u{2028}b\u{2029}c")]
    [InlineData("a\u0085b", @"a\u{0085}b")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", @"\u{001B}[2J\u{001B}]0;title\u{0007}")]
    [InlineData("\u009b31m", @"\u{009B}31m")]
    [InlineData("a\0b\tc\u007f", @"a\u{0000}b\u{0009}c\u{007F}")]
    [InlineData(@"a\u{202E}b", @"a\\u{202E}b")]
    public void One_line_stays_one_line_and_moves_no_cursor(string text, string shown) => DisplayText.Escape(text).Should().Be(shown);

    [Fact]
    [Attack("JSN-15")]
    public void Half_a_surrogate_pair_is_written_out() => DisplayText.Escape("a\ud83db").Should().Be(@"a\u{FFFD}b");

    [Theory]
    [Attack("JSN-15")]
    [InlineData("Ada", "\"Ada\"")]
    [InlineData("Ada \"the Countess\", Example", "\"Ada \"\"the Countess\"\", Example\"")]
    [InlineData("=cmd()", "\"'=cmd()\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("  =cmd()", "\"'  =cmd()\"")]
    [InlineData("\t=cmd()", "\"\\u{0009}=cmd()\"")]
    [InlineData("a\r\n=cmd()", "\"a\\u{000D}\\u{000A}=cmd()\"")]
    public void No_field_of_a_table_is_a_formula(string text, string field) => DisplayText.CsvField(text).Should().Be(field);

    [Fact]
    public void Whatever_comes_is_shown_on_one_line_and_nothing_is_lost() => Gen.String[0, 200].Sample(text =>
    {
        var shown = DisplayText.Escape(text);
        return !shown.EnumerateRunes().Any(rune => Rune.IsControl(rune)) && Unescape(shown) == Replaced(text);
    });

    private static string Replaced(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    private static string Unescape(string shown)
    {
        var text = new StringBuilder();
        for (var i = 0; i < shown.Length; i++)
        {
            if (shown[i] != '\\')
            {
                text.Append(shown[i]);
            }
            else if (shown[++i] == '\\')
            {
                text.Append('\\');
            }
            else
            {
                var end = shown.IndexOf('}', i);
                text.Append(new Rune(Convert.ToInt32(shown[(i + 2)..end], 16)));
                i = end;
            }
        }

        return text.ToString();
    }
}
