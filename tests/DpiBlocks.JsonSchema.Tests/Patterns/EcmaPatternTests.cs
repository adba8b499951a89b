using System.Text.Json;
using DpiBlocks.JsonSchema.Patterns;
using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Patterns;

/// <summary>Patterns mean what ECMA-262 says with the flag <c>u</c>, and not what .NET says.</summary>
public sealed class EcmaPatternTests
{
    [Theory]
    [InlineData("^abc$", "abc", "abc\n|xabc|ab")]
    [InlineData("^a|b$", "ax|xb", "xa|bx")]
    [InlineData(@"^\d$", "0|9", "٣|a|߀")]
    [InlineData(@"^\D$", "a|٣", "0")]
    [InlineData(@"^\w$", "a|Z|_|5", "é|-|ſ")]
    [InlineData(@"^\W$", "é|-|ſ|💩", "a|_")]
    [InlineData(@"^\s$", " |\t|\v|\f|\n|\r|\u00a0|\ufeff|\u2029|\u2003|\u3000", "\u0001|\u180e|\u200b|\u0085|\u2013")]
    [InlineData(@"^\S$", "\u0001|\u180e|x", "\u00a0|\ufeff")]
    [InlineData("^.$", "a|💩|\u0085", "\n|\r|\u2028|\u2029|ab")]
    [InlineData("^💩+$", "💩|💩💩", "💩🙂|\ud83d\udca8")]
    [InlineData("^[💩-💫]$", "💩|💪|💫", "💨|💬")]
    [InlineData("^[^💩]$", "🙂|a|é", "💩")]
    [InlineData("^[^a]$", "💩|b", "a|bb")]
    [InlineData("^..$", "💩a|💩💩", "💩|aaa")]
    [InlineData(@"^\u{1F4A9}\ud83d\udca9$", "💩💩", "💩")]
    [InlineData(@"^\u0061\x62\cJ\t\0$", "ab\n\t\0", "ab\n\t0")]
    [InlineData(@"^[\b\-\]\\a-c\d]+$", "\b-]\\ab9", "d|٣")]
    [InlineData(@"^[\W]$", "é", "a")]
    [InlineData(@"^[^\W]$", "a", "é")]
    [InlineData("^[a-]+$", "a-", "b")]
    [InlineData("^[-a]+$", "a-", "b")]
    [InlineData("^[]$", null, "|a")]
    [InlineData("^[^]$", "a|\n|💩", "|aa")]
    [InlineData(@"^\p{L}+$", "abcЖ漢ǅ𝐀", "1|a1")]
    [InlineData(@"^\p{Lu}$", "A|Ж|𝐀", "a|1")]
    [InlineData(@"^\P{Lu}$", "a|1", "A")]
    [InlineData(@"^[\p{Nd}_]+$", "1_٣𝟗", "a|½")]
    [InlineData(@"^\p{Letter}\p{General_Category=Decimal_Number}\p{gc=Sc}$", "a1€", "aa1")]
    [InlineData(@"^\p{digit}\p{punct}\p{ASCII}\p{Any}\p{White_Space}$", "٣!a💩 ", "٣!é💩 ")]
    [InlineData("^(?:ab){2,3}$", "abab|ababab", "ab|abababab")]
    [InlineData("^a{2}b{1,}c*?d+?e??$", "aabd|aabbccdde", "abd|aad")]
    [InlineData("^(a)(?<x>b)$", "ab", "a")]
    [InlineData(@"^(a|b)\1$", "aa|bb", "ab")]
    [InlineData(@"^(?<x>a|b)\k<x>$", "aa|bb", "ab")]
    [InlineData(@"^(?:(a)|b)\1c$", "aac|bc", "abc|bac")]
    [InlineData(@"^\1(a)$", "a", "aa")]
    [InlineData("^(?=.*[0-9])(?!.*x).{3,}$", "ab1|1ab", "abc|ab1x|a1")]
    [InlineData("(?<=a+)b(?<!cb)", "aab", "cb|b")]
    [InlineData(@"\bcat\b", "a cat|cat|écat", "cats|concat")]
    [InlineData(@"^\Bat", null, "at|a")]
    [InlineData(@"c\Bat", "cat", "c at")]
    [InlineData(@"^\^\$\\\.\*\+\?\(\)\[\]\{\}\/$", @"^$\.*+?()[]{}/", "x")]
    [InlineData("", "|a", null)]
    [InlineData("^$", "", "a|\n")]
    [InlineData("^(a|)$", "a|", "b")]
    [InlineData("i", "i", "I|ı|İ")]
    public void A_text_matches_as_the_standard_says(string pattern, string? matching, string? others)
    {
        var schema = Compile($"{{\"pattern\":{Quoted(pattern)}}}");
        Hold(schema, [.. (matching?.Split('|') ?? []).Select(Quoted)], [.. (others?.Split('|') ?? []).Select(Quoted)]);
    }

    [Theory]
    [InlineData(@"^[0-9]|\d+(?:a|b)*?[^\s]{0,3}$", true)]
    [InlineData("(?<name>x)", true)]
    [InlineData(@"\k<n>(?<n>a)", true)]
    [InlineData("[]", true)]
    [InlineData(@"\p{Script=Greek}", true)]
    [InlineData(@"\p{Emoji}", true)]
    [InlineData(@"\u{10FFFF}", true)]
    [InlineData("(", false)]
    [InlineData(")", false)]
    [InlineData("[a", false)]
    [InlineData("a]", false)]
    [InlineData("a}", false)]
    [InlineData("a{", false)]
    [InlineData("a{,2}", false)]
    [InlineData("a{2,1}", false)]
    [InlineData("a**", false)]
    [InlineData("*a", false)]
    [InlineData("a+++", false)]
    [InlineData("^*", false)]
    [InlineData("(?=a)*", false)]
    [InlineData(@"\", false)]
    [InlineData(@"\a", false)]
    [InlineData(@"\-", false)]
    [InlineData(@"\Z", false)]
    [InlineData(@"\c1", false)]
    [InlineData(@"\x1", false)]
    [InlineData(@"\u12", false)]
    [InlineData(@"\u{110000}", false)]
    [InlineData(@"\u{}", false)]
    [InlineData(@"\01", false)]
    [InlineData(@"\1", false)]
    [InlineData(@"(a)\2", false)]
    [InlineData(@"\k<n>", false)]
    [InlineData(@"\k", false)]
    [InlineData("(?<n>a)(?<n>b)", false)]
    [InlineData("(?<1>a)", false)]
    [InlineData("(?P<n>a)", false)]
    [InlineData("(?i)a", false)]
    [InlineData("(?#x)a", false)]
    [InlineData("(?>a)", false)]
    [InlineData("(?(1)a)", false)]
    [InlineData("[b-a]", false)]
    [InlineData(@"[\d-z]", false)]
    [InlineData(@"\p{Nope}", false)]
    [InlineData(@"\p{Lu", false)]
    [InlineData(@"\pL", false)]
    public void A_text_is_a_pattern_or_not(string text, bool expected)
    {
        EcmaPattern.IsPattern(text).Should().Be(expected);
        Compile("""{"format":"regex"}""", Asserting).IsValid(Utf8(Quoted(text))).Should().Be(expected);
    }

    [Fact]
    public void Groups_within_groups_have_a_limit()
    {
        EcmaPattern.IsPattern(new string('(', 90) + new string(')', 90)).Should().BeTrue();
        EcmaPattern.IsPattern(new string('(', 2_000) + new string(')', 2_000)).Should().BeFalse();
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
