using System.Text;
using System.Text.Json;
using CsCheck;

namespace DpiBlocks.Abstractions.Tests.Json;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}""")]
    [InlineData(""" [ true , false , null , "x" , -0.5e+3 ] """)]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"\":{\"\":0}}")]
    public void One_well_formed_text_is_read(string text)
    {
        using var document = Read(text);
        document.RootElement.GetRawText().Should().Be(text.Trim());
    }

    [Theory]
    [Attack("JSN-01")]
    [InlineData("""{"a":1,"a":2}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1,"a":1}""", """{"a":1,"A":1}""")]
    [InlineData("""{"a":1,"\u0061":2}""", """{"a":1,"\u0062":2}""")]
    [InlineData("""{"\/":1,"/":2}""", """{"\/":1,"\\":2}""")]
    [InlineData("""{"😀":1,"\ud83d\ude00":2}""", """{"😀":1,"\ud83d\ude01":2}""")]
    [InlineData("""[[{"b":{"a":1,"c":0,"a":2}}]]""", """[[{"b":{"a":1,"c":0,"b":2}}]]""")]
    [InlineData("""{"":1,"":2}""", """{"":1," ":2}""")]
    public void Two_members_of_one_name_are_refused(string twice, string once)
    {
        ShouldRefuse(twice, "json.duplicate_member");
        Read(once).Dispose();
    }

    [Fact]
    [Attack("JSN-01")]
    public void Two_members_of_one_name_are_refused_at_each_depth()
    {
        for (var depth = 0; depth < 31; depth++)
        {
            var (open, close) = (Repeat("{\"a\":", depth), new string('}', depth));
            ShouldRefuse($"{open}{{\"x\":1,\"y\":2,\"x\":3}}{close}", "json.duplicate_member");
            Read($"{open}{{\"x\":1,\"y\":2,\"z\":3}}{close}").Dispose();
        }
    }

    [Fact]
    [Attack("JSN-01")]
    public void Two_members_of_one_name_are_found_among_a_thousand()
    {
        var names = Enumerable.Range(0, 999).Select(i => $"\"n{i}\":0").ToList();
        Read($"{{{string.Join(',', names.Append("\"x\":0"))}}}").Dispose();
        ShouldRefuse($"{{{string.Join(',', names.Append("\"n500\":0"))}}}", "json.duplicate_member");
    }

    [Theory]
    [Attack("JSN-02")]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("[{\"a\":", "}]")]
    public void Nesting_ends_at_the_limit(string open, string close)
    {
        var pair = open.StartsWith("[{", StringComparison.Ordinal) ? 2 : 1;
        Read(Repeat(open, 32 / pair) + "0" + Repeat(close, 32 / pair)).Dispose();
        ShouldRefuse("[" + Repeat(open, 32 / pair) + "0" + Repeat(close, 32 / pair) + "]", "json.too_deep");
    }

    [Theory]
    [Attack("JSN-02", "JSN-12")]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void A_million_openings_are_refused_at_once(string open)
    {
        var bytes = Encoding.UTF8.GetBytes(Repeat(open, 1_000_000));
        var limits = new JsonLimits(bytes.Length);
        Bounded.Run(TimeSpan.FromMilliseconds(200), 4096, () =>
        {
            StrictJson.TryParse(bytes, limits, out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be("json.too_deep");
        });
    }

    [Fact]
    [Attack("JSN-02")]
    public void A_deeper_limit_is_kept_too()
    {
        var limits = new JsonLimits(10_000) { MaxDepth = 100 };
        Read(Nested(100), limits).Dispose();
        ShouldRefuse(Nested(101), "json.too_deep", limits);
    }

    [Theory]
    [Attack("JSN-03")]
    [InlineData("\ufeff{}")]
    [InlineData("[1,]")]
    [InlineData("""{"a":1,}""")]
    [InlineData("[,1]")]
    [InlineData("[1] // end")]
    [InlineData("/* start */ [1]")]
    [InlineData("# [1]")]
    [InlineData("['a']")]
    [InlineData("{a:1}")]
    [InlineData("[NaN]")]
    [InlineData("[Infinity]")]
    [InlineData("[-Infinity]")]
    [InlineData("[01]")]
    [InlineData("[-01]")]
    [InlineData("[+1]")]
    [InlineData("[1.]")]
    [InlineData("[.5]")]
    [InlineData("[1e]")]
    [InlineData("[0x1]")]
    [InlineData("[\u0661]")]
    [InlineData("{} x")]
    [InlineData("{}{}")]
    [InlineData("1 2")]
    [InlineData("{}]")]
    [InlineData("{} \0")]
    [InlineData("[1")]
    [InlineData("[\"a]")]
    [InlineData("[\"a\nb\"]")]
    [InlineData("[\"a\u0001b\"]")]
    [InlineData("[\"\\x41\"]")]
    [InlineData("[\"\\u12\"]")]
    [InlineData("[\"\\u 041\"]")]
    [InlineData("[\"\\u+041\"]")]
    [InlineData("[True]")]
    [InlineData("[undefined]")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[\u00a01]")]
    public void What_is_not_one_JSON_text_is_malformed(string text) => ShouldRefuse(text, "json.malformed");

    [Theory]
    [Attack("JSN-04")]
    [InlineData("""["\ud800"]""", """["\ud800\udc00"]""")]
    [InlineData("""["\udc00"]""", """["\ud83d\ude00"]""")]
    [InlineData("""["\ud800\ud800\udc00"]""", """["\ud800\udc00\ud800\udc00"]""")]
    [InlineData("""["\ud800x"]""", """["\ud800\udc00x"]""")]
    [InlineData("""["\ud800\n\udc00"]""", """["\ud800\udc00\n"]""")]
    [InlineData("""["\ud800\u0041"]""", """["\\ud800\u0041"]""")]
    [InlineData("""["\uDBFF"]""", """["\uD7FF"]""")]
    [InlineData("""["\uDFFF"]""", """["\uE000"]""")]
    [InlineData("""{"\ud800":1}""", """{"\ud800\udc00":1}""")]
    [InlineData("""{"\u0000":1}""", """{"\\u0000":1}""")]
    [InlineData("""{"a\u0000":1}""", """{"a":"\u0000"}""")]
    public void A_string_that_is_no_Unicode_is_refused(string bad, string good)
    {
        ShouldRefuse(bad, "json.invalid_string");
        using var document = Read(good);
        foreach (var text in Strings(document.RootElement))
        {
            text.Should().NotBeNull();
        }
    }

    [Theory]
    [Attack("JSN-04")]
    [InlineData("C0AF")]
    [InlineData("C080")]
    [InlineData("FF")]
    [InlineData("80")]
    [InlineData("E2")]
    [InlineData("E282")]
    [InlineData("EDA080")]
    [InlineData("EDA080EDB080")]
    [InlineData("F08082AC")]
    [InlineData("F4908080")]
    public void Bytes_that_are_no_UTF_8_are_refused(string hex)
    {
        byte[] value = [.. "{\"a\":\"x"u8, .. Convert.FromHexString(hex), .. "y\"}"u8];
        byte[] name = [.. "{\"x"u8, .. Convert.FromHexString(hex), .. "y\":1}"u8];
        ShouldRefuse(value, "json.invalid_string");
        ShouldRefuse(name, "json.invalid_string");
    }

    [Fact]
    [Attack("JSN-09")]
    public void What_is_confusing_to_the_eye_is_kept_as_it_came()
    {
        const string Name = "p\u0430ypal\u202E\u200B";
        using var document = Read($$"""{"issuer":"{{Name}}","{{Name}}":1,"paypal":2}""");
        document.RootElement.GetProperty("issuer").GetString().Should().Be(Name);
        document.RootElement.GetProperty("paypal").GetInt32().Should().Be(2);
    }

    [Fact]
    public void No_bytes_make_it_throw() =>
        Gen.OneOf(Gen.Byte.Array[0, 64], Gen.Char["{}[]\":,\\ud8009truefalsnE.-+ \t\0\uffff"].Array[0, 40].Select(c => Encoding.UTF8.GetBytes(c)))
            .Sample(bytes =>
            {
                if (StrictJson.TryParse(bytes, JsonLimits.Token, out var document, out var refusal))
                {
                    foreach (var text in Strings(document.RootElement))
                    {
                        text.Should().NotBeNull();
                    }

                    document.Dispose();
                }
                else
                {
                    refusal.Code.Should().StartWith("json.");
                }
            });

    internal static JsonDocument Read(string text, JsonLimits? limits = null)
    {
        StrictJson.TryParse(Encoding.UTF8.GetBytes(text), limits ?? JsonLimits.Token, out var document, out var refusal).Should().BeTrue(refusal?.Code);
        refusal.Should().BeNull();
        return document!;
    }

    internal static void ShouldRefuse(string text, string code, JsonLimits? limits = null) => ShouldRefuse(Encoding.UTF8.GetBytes(text), code, limits);

    internal static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static void ShouldRefuse(byte[] bytes, string code, JsonLimits? limits = null)
    {
        StrictJson.TryParse(bytes, limits ?? JsonLimits.Token, out var document, out var refusal).Should().BeFalse();
        document.Should().BeNull();
        refusal!.Code.Should().Be(code);
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static IEnumerable<string?> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value).Prepend(member.Name)),
        _ => [],
    };
}
