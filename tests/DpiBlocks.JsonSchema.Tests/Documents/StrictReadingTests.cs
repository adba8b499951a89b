using System.Text;
using CsCheck;
using DpiBlocks.JsonSchema.Documents;

namespace DpiBlocks.JsonSchema.Tests.Documents;

/// <summary>A document is read by another reader than all other JSON here, for its speed: the two must refuse the same texts for the same reason.</summary>
public sealed class StrictReadingTests
{
    private static readonly JsonLimits Limits = new(200) { MaxDepth = 4, MaxMembers = 3, MaxItems = 4 };

    [Theory]
    [InlineData("{}", null)]
    [InlineData(" [1, 2.5e-3, \"\\u00e9\", {\"a\": null}] ", null)]
    [InlineData("{\"a\":1,\"\\u0061\":2}", JsonRefusalCodes.DuplicateMember)]
    [InlineData("{\"x\":{\"a\":1,\"b\":2,\"a\":3}}", JsonRefusalCodes.DuplicateMember)]
    [InlineData("{\"a\":1,\"a\":2", JsonRefusalCodes.Malformed)]
    [InlineData("[[[[1]]]]", null)]
    [InlineData("[[[[[1]]]]]", JsonRefusalCodes.TooDeep)]
    [InlineData("[1,2,3,4]", null)]
    [InlineData("[1,2,3,4,5]", JsonRefusalCodes.TooLarge)]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", null)]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}", JsonRefusalCodes.TooLarge)]
    [InlineData("\"\\ud800\"", JsonRefusalCodes.InvalidString)]
    [InlineData("\"\\ud83d\\ude00\\u0000\"", null)]
    [InlineData("{\"\\u0000\":1}", JsonRefusalCodes.InvalidString)]
    [InlineData("", JsonRefusalCodes.Malformed)]
    [InlineData("\uFEFF1", JsonRefusalCodes.Malformed)]
    [InlineData("[1,]", JsonRefusalCodes.Malformed)]
    [InlineData("[1] /* x */", JsonRefusalCodes.Malformed)]
    [InlineData("01", JsonRefusalCodes.Malformed)]
    [InlineData("NaN", JsonRefusalCodes.Malformed)]
    [InlineData("1 2", JsonRefusalCodes.Malformed)]
    [Attack("JSN-01", "JSN-02", "JSN-03", "JSN-04")]
    public void A_document_is_strict_JSON(string text, string? code)
    {
        var schema = Schemas.Compile("true", new SchemaOptions { Limits = new SchemaLimits { Document = Limits } });
        (schema.Evaluate(Encoding.UTF8.GetBytes(text)).Refusal?.Code).Should().Be(code);
        schema.IsValid(Encoding.UTF8.GetBytes(text)).Should().Be(code is null);
        Same(Encoding.UTF8.GetBytes(text));
    }

    [Theory]
    [InlineData(new byte[] { 0x22, 0xC0, 0xAF, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xFF, 0x22 })]
    [Attack("JSN-04")]
    public void Text_must_be_UTF_8(byte[] text)
    {
        Schemas.Compile("true").Evaluate(text).Refusal!.Code.Should().Be(JsonRefusalCodes.InvalidString);
        Same(text);
    }

    [Fact]
    public void Whatever_the_text_both_readers_say_the_same()
    {
        string[] parts = ["{", "}", "[", "]", ":", ",", "\"a\"", "\"b\"", "\"\\u0061\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "1", "-0.5e+3", "true", "null", " ", "\"", "\\", "é", "x"];
        Gen.Int[0, parts.Length - 1].Select(i => parts[i]).Array[0, 24].Select(string.Concat).Sample(text => Same(Encoding.UTF8.GetBytes(text)), iter: 30_000);
    }

    [Fact]
    public void Whatever_is_done_to_a_good_text_both_readers_say_the_same()
    {
        var good = Encoding.UTF8.GetBytes("{\"a\":[1,true,{\"b\":\"x\\u00e9\"}],\"c\":\"\\ud83d\\ude00\",\"d\":{\"e\":null}}");
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample((at, value, length) =>
        {
            var bad = good.ToArray();
            bad[at] = value;
            Same(bad);
            Same(bad[..length]);
        }, iter: 30_000);
    }

    [Fact]
    public void An_object_of_many_members_is_searched_for_duplicates()
    {
        var names = Enumerable.Range(0, 900).Select(i => $"\"n{i}\":{i}").ToList();
        var schema = Schemas.Compile("true");
        schema.IsValid(Encoding.UTF8.GetBytes($"{{{string.Join(',', names)}}}")).Should().BeTrue();
        schema.Evaluate(Encoding.UTF8.GetBytes($"{{{string.Join(',', names)},\"\\u006e17\":1}}")).Refusal!.Code.Should().Be(JsonRefusalCodes.DuplicateMember);
    }

    private static void Same(byte[] text)
    {
        var code = JsonTableBuilder.Read(text, Limits, out var builder);
        builder.Dispose();
        StrictJson.TryParse(text, Limits, out var document, out var refusal);
        document?.Dispose();
        code.Should().Be(refusal?.Code, "{0}", Encoding.UTF8.GetString(text));
    }
}
