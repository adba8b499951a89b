using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using DpiBlocks.Cryptography.Jcs;

namespace DpiBlocks.Cryptography.Tests.Jcs;

public class JsonCanonicalizerTests
{
    // RFC 8785, 3.2.2: the input and, in 3.2.4, its canonical form.
    [Fact]
    public void The_RFCs_example_has_the_RFCs_form()
    {
        const string input = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        Canonical(input).Should().Be(
            """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""");
    }

    // RFC 8785, 3.2.3: by UTF-16 code units, so that the smiling face (a surrogate pair) comes before the Hebrew presentation form.
    [Fact]
    [Attack("JSN-06")]
    public void Names_are_sorted_by_their_UTF_16_code_units()
    {
        const string input = """
            {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}
            """;
        Names(Canonical(input)).Should().Equal("\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33");
        Names(Canonical("""{"\uffee":1,"\ud83d\ude00":2,"\ue000":3,"\ud7ff":4,"e\u0301":5,"\u00e9":6,"f":7}"""))
            .Should().Equal("e\u0301", "f", "\u00e9", "\ud7ff", "\ud83d\ude00", "\ue000", "\uffee");
    }

    [Fact]
    [Attack("JSN-06")]
    public void Names_are_sorted_the_same_whether_escaped_or_not() =>
        Gen.Select(Gen.Char.Where(c => !char.IsSurrogate(c) && c > '\0').Array[0, 4], Gen.Int[0x10000, 0x10FFFF], Gen.Bool).Array[1, 12].Sample(parts =>
        {
            var names = parts.Select(part => new string(part.Item1) + (part.Item3 ? char.ConvertFromUtf32(part.Item2) : string.Empty)).Distinct(StringComparer.Ordinal).ToArray();
            var plain = "{" + string.Join(",", names.Select(name => Quote(name, escape: false) + ":0")) + "}";
            var escaped = "{" + string.Join(",", names.Reverse().Select(name => Quote(name, escape: true) + ":0")) + "}";
            Canonical(escaped).Should().Be(Canonical(plain));
            Names(Canonical(plain)).Should().Equal(names.Order(StringComparer.Ordinal));
        }, iter: 500);

    // RFC 8785, appendix B, and the edges beside it.
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("0e999999999999999999", "0")]
    [InlineData("1.0", "1")]
    [InlineData("1E21", "1e+21")]
    [InlineData("1E20", "100000000000000000000")]
    [InlineData("999999999999999900000", "999999999999999900000")]
    [InlineData("1e-6", "0.000001")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("-5e-324", "-5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("-1.7976931348623157e308", "-1.7976931348623157e+308")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("-9007199254740992", "-9007199254740992")]
    [InlineData("9007199254740994", "9007199254740994")]
    [InlineData("295147905179352825856", "295147905179352830000")]      // 2 to the 68th, written with the fewest digits
    [InlineData("295147905179352830000", "295147905179352830000")]      // … which are read again
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1e23", "1e+23")]
    [InlineData("1.0000000000000001e23", "1.0000000000000001e+23")]
    [InlineData("999999999999999700000", "999999999999999700000")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("333333333.3333332", "333333333.3333332")]
    [InlineData("333333333.33333325", "333333333.33333325")]
    [InlineData("-0.0000033333333333333333", "-0.0000033333333333333333")]
    [InlineData("1424953923781206.2", "1424953923781206.2")]
    [InlineData("0.1", "0.1")]
    [InlineData("0.30000000000000004", "0.30000000000000004")]         // 0.1 + 0.2
    [InlineData("0.3", "0.3")]
    [InlineData("0.1000000000000000055511151231257827", "0.1")]
    [InlineData("123456789012345678e-3", "123456789012345.67")]
    [InlineData("100e-2", "1")]
    [InlineData("1234567890123456000e-3", "1234567890123456")]
    [Attack("JSN-05")]
    public void A_number_is_written_as_ECMAScript_writes_it(string literal, string expected)
    {
        Canonical(literal).Should().Be(expected);
        Canonical(expected).Should().Be(expected);
        Canonical($"[{literal}]").Should().Be($"[{expected}]");
    }

    [Theory]
    [InlineData("1e400", "1e308")]
    [InlineData("-1e400", "-1e308")]
    [InlineData("1e99999999999999999999", "1e9")]
    [InlineData("1.7976931348623159e308", "1.7976931348623157e308")]
    [InlineData("1e-400", "1e-300")]                                    // would become zero
    [InlineData("1e-99999999999999999999", "1e-9")]
    [InlineData("2e-324", "3e-324")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("-9007199254740993", "-9007199254740992")]
    [InlineData("9007199254740993.0", "9007199254740992.0")]
    [InlineData("9007199254740993e0", "9007199254740992e0")]
    [InlineData("900719925474099300e-2", "900719925474099200e-2")]
    [InlineData("9007199254740993100", "9007199254740993000")]
    [InlineData("12345678901234567890", "12345678901234567000")]
    [InlineData("18446744073709551615", "18446744073709551616")]
    [InlineData("100000000000000000000000000000000000001", "100000000000000000000000000000000000000")]
    [Attack("JSN-05")]
    public void A_number_that_would_become_another_is_refused(string literal, string twin)
    {
        Canonical(twin);
        Refused(literal).Should().Be(JcsRefusalCodes.Number);
        Refused($$"""{"a":[{{literal}}]}""").Should().Be(JcsRefusalCodes.Number);
    }

    [Fact]
    public void A_number_of_many_digits_costs_little()
    {
        var digits = Encoding.ASCII.GetBytes("0." + new string('1', 60_000));
        Bounded.Run(TimeSpan.FromMilliseconds(100), 200_000, () => JsonCanonicalizer.Default.TryCanonicalize(digits, out _, out _).Should().BeTrue());
        var zeros = Encoding.ASCII.GetBytes("1" + new string('0', 60_000) + "e-60000");
        Bounded.Run(TimeSpan.FromMilliseconds(100), 200_000, () => JsonCanonicalizer.Default.TryCanonicalize(zeros, out _, out _).Should().BeTrue());
        Canonical(Encoding.ASCII.GetString(zeros)).Should().Be("1");
        var whole = Encoding.ASCII.GetBytes(new string('9', 60_000));
        Bounded.Run(TimeSpan.FromMilliseconds(100), 200_000, () => Refused(Encoding.ASCII.GetString(whole)).Should().Be(JcsRefusalCodes.Number));
    }

    [Theory]
    [InlineData("""{"alg":1,"Alg":2,"ALG":3}""", """{"ALG":3,"Alg":2,"alg":1}""")]
    [InlineData("{\"\\u00e9\":1,\"e\\u0301\":2}", "{\"e\u0301\":2,\"\u00e9\":1}")]
    [InlineData("{\"K\":1,\"\\u212a\":2}", "{\"K\":1,\"\u212a\":2}")]
    [InlineData("""["é","é"]""", """["é","é"]""")]
    [Attack("JSN-08")]
    public void Case_and_composition_make_another_member(string input, string expected)
    {
        Canonical(input).Should().Be(expected);
        Refused("""{"alg":1,"\u0061lg":2}""").Should().Be(JsonRefusalCodes.DuplicateMember, "only the very same name is the same");
    }

    [Theory]
    [InlineData("\"\\u0000\\u0001\\u001f\\b\\t\\n\\f\\r\\u0008\\u0009\\u000a\\u000c\\u000d\"", "\"\\u0000\\u0001\\u001f\\b\\t\\n\\f\\r\\b\\t\\n\\f\\r\"")]
    [InlineData("\"\\u001F\\u007f\\u0080\\u2028\\/\"", "\"\\u001f\u007f\u0080\u2028/\"")]
    [InlineData("\"\\uD83D\\uDE00\\u0061\\u00E9\\u20AC\"", "\"\ud83d\ude00aé€\"")]
    [InlineData("\"</script>&'+\"", "\"</script>&'+\"")]
    [InlineData("\"\\\"\\\\\\u0022\\u005c\"", "\"\\\"\\\\\\\"\\\\\"")]
    [InlineData(" [ ] ", "[]")]
    [InlineData(" { } ", "{}")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("{\"\":\"\"}", "{\"\":\"\"}")]
    [InlineData("\ttrue\r\n", "true")]
    [InlineData("[[],{},[{\"b\":[],\"a\":{}}]]", "[[],{},[{\"a\":{},\"b\":[]}]]")]
    public void Strings_and_structures_are_written_in_one_way(string input, string expected) => Canonical(input).Should().Be(expected);

    [Theory]
    [InlineData("", JsonRefusalCodes.Malformed)]
    [InlineData("{\"a\":1,\"a\":1}", JsonRefusalCodes.DuplicateMember)]
    [InlineData("\"\\ud800\"", JsonRefusalCodes.InvalidString)]
    [InlineData("NaN", JsonRefusalCodes.Malformed)]
    [InlineData("[1,]", JsonRefusalCodes.Malformed)]
    public void What_is_not_strict_JSON_is_refused(string input, string code) => Refused(input).Should().Be(code);

    [Fact]
    public void Limits_are_those_given()
    {
        var small = new JsonCanonicalizer(new JsonLimits(10) { MaxDepth = 2 });
        small.TryCanonicalize("[[1]]"u8.ToArray(), out byte[]? canonical, out _).Should().BeTrue();
        canonical.Should().Equal("[[1]]"u8.ToArray());
        small.TryCanonicalize("[[[1]]]"u8.ToArray(), out byte[]? _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JsonRefusalCodes.TooDeep);
        small.TryCanonicalize("[1,2,3,4,5]"u8.ToArray(), out byte[]? _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JsonRefusalCodes.TooLarge);
    }

    [Fact]
    public void A_buffer_gets_the_same_bytes_and_nothing_of_what_is_refused()
    {
        var output = new ArrayBufferWriter<byte>();
        JsonCanonicalizer.Default.TryCanonicalize("""{"b":1,"a":2}"""u8.ToArray(), output, out _).Should().BeTrue();
        JsonCanonicalizer.Default.TryCanonicalize("[1,1e400]"u8.ToArray(), output, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(JcsRefusalCodes.Number);
        JsonCanonicalizer.Default.TryCanonicalize("[1,"u8.ToArray(), output, out _).Should().BeFalse();
        Encoding.UTF8.GetString(output.WrittenSpan).Should().Be("""{"a":2,"b":1}""");
    }

    [Fact]
    public void A_large_document_outgrows_every_buffer()
    {
        var names = Enumerable.Range(0, 900).Select(i => $"\"{new string((char)('a' + (i % 26)), i)}{i}\":\"{new string('x', i)}\"").ToArray();
        var canonical = Canonical("{" + string.Join(" , ", names) + "}");
        Names(canonical).Should().BeInAscendingOrder(StringComparer.Ordinal).And.HaveCount(900);
        Canonical(canonical).Should().Be(canonical);
    }

    [Fact]
    public void Any_number_comes_back_as_itself() =>
        Gen.ULong.Sample(bits =>
        {
            var value = BitConverter.UInt64BitsToDouble(bits);
            if (!double.IsFinite(value))
            {
                return true;
            }

            var canonical = Canonical(value.ToString("R", CultureInfo.InvariantCulture));
            return double.Parse(canonical, CultureInfo.InvariantCulture).Equals(value == 0 ? 0 : value) && Canonical(canonical) == canonical;
        }, iter: 5000);

    [Fact]
    public void Any_document_has_one_form_that_means_the_same() =>
        Document(3).Sample(document =>
        {
            var canonical = Canonical(document);
            Canonical(canonical).Should().Be(canonical);
            Canonical(document.Replace(",", " ,\n", StringComparison.Ordinal)).Should().Be(Canonical(document));
            using var before = JsonDocument.Parse(document);
            using var after = JsonDocument.Parse(canonical);
            JsonElement.DeepEquals(before.RootElement, after.RootElement).Should().BeTrue();
        }, iter: 300);

    [Fact]
    public void Any_bytes_are_answered_without_an_exception() =>
        Gen.Select(Document(3), Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[0, 5], Gen.Byte.Array[0, 60], Gen.Bool).Sample((document, changes, noise, useNoise) =>
        {
            var bytes = useNoise ? noise : Encoding.UTF8.GetBytes(document);
            foreach (var (at, value) in useNoise ? [] : changes)
            {
                bytes[at % bytes.Length] = value;
            }

            var done = JsonCanonicalizer.Default.TryCanonicalize(bytes, out byte[]? canonical, out var refusal);
            (done ? canonical is not null && refusal is null : canonical is null && refusal is not null).Should().BeTrue();
        }, iter: 3000);

    // Names without a comma or quote, so that the tests above can play with the text.
    private static Gen<string> Document(int depth)
    {
        var number = Gen.Double.Where(double.IsFinite).Select(value => value.ToString("R", CultureInfo.InvariantCulture));
        var text = Gen.String[Gen.Char.Where(c => !char.IsSurrogate(c) && c is not (',' or '\0')), 0, 6];
        var scalar = Gen.OneOf(number, text.Select(value => Quote(value, escape: false)), text.Select(value => Quote(value, escape: true)), Gen.Int[0, 2].Select(i => i == 0 ? "true" : i == 1 ? "false" : "null"));
        if (depth == 0)
        {
            return scalar;
        }

        var inner = Document(depth - 1);
        var array = inner.Array[0, 4].Select(items => $"[{string.Join(",", items)}]");
        var map = Gen.Select(text, inner).Array[0, 5].Select(members =>
            "{" + string.Join(",", members.DistinctBy(member => member.Item1, StringComparer.Ordinal).Select(member => $"{Quote(member.Item1, escape: false)}:{member.Item2}")) + "}");
        return Gen.OneOf(scalar, array, map);
    }

    private static string Quote(string text, bool escape) =>
        "\"" + string.Concat(text.Select(c => escape || c < ' ' || c is '"' or '\\' ? $"\\u{(int)c:X4}" : c.ToString())) + "\"";

    private static string[] Names(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(member => member.Name)];
    }

    private static string Canonical(string json)
    {
        JsonCanonicalizer.Default.TryCanonicalize(Encoding.UTF8.GetBytes(json), out byte[]? canonical, out var refusal).Should().BeTrue("not {0}", refusal);
        return Encoding.UTF8.GetString(canonical!);
    }

    private static string Refused(string json)
    {
        JsonCanonicalizer.Default.TryCanonicalize(Encoding.UTF8.GetBytes(json), out byte[]? canonical, out var refusal).Should().BeFalse();
        canonical.Should().BeNull();
        return refusal!.Code;
    }
}
