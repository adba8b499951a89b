using System.Text.Json;
using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Evaluation;

/// <summary>The standard output formats (2020-12 Core, 12.4), by what they must hold for one polygon and the schema of its points.</summary>
public sealed class OutputFormatTests
{
    private const string Polygon = """
        {"$id":"https://example.gov/polygon","$defs":{"point":{"type":"object","properties":{"x":{"type":"number"},"y":{"type":"number"}},"additionalProperties":false,"required":["x","y"]}},
         "type":"array","items":{"$ref":"#/$defs/point"},"minItems":3}
        """;

    private const string Points = """[{"x":2.5,"y":1.3},{"x":1,"z":6.7}]""";

    [Fact]
    public void Flag_is_one_word()
    {
        Output(Compile(Polygon), Points, SchemaOutputFormat.Flag).GetRawText().Should().Be("""{"valid":false}""");
        Output(Compile("true"), Points, SchemaOutputFormat.Flag).GetRawText().Should().Be("""{"valid":true}""");
    }

    [Fact]
    public void Basic_is_a_flat_list()
    {
        var errors = Output(Compile(Polygon), Points, SchemaOutputFormat.Basic).GetProperty("errors").EnumerateArray().ToList();
        errors.Select(Places).Should().BeEquivalentTo(
            " /minItems", " /items", "/1 /items/$ref", "/1 /items/$ref/required", "/1 /items/$ref/additionalProperties", "/1/z /items/$ref/additionalProperties");
        errors.Should().OnlyContain(error => error.GetProperty("error").GetString()!.Length > 0 && !error.GetProperty("valid").GetBoolean());
        errors.Single(error => Places(error) == "/1 /items/$ref/required").GetProperty("absoluteKeywordLocation").GetString().Should().Be("https://example.gov/polygon#/$defs/point/required");
    }

    [Fact]
    public void Basic_lists_the_annotations_of_a_valid_document()
    {
        var schema = Compile("""{"title":"A","properties":{"a":{"description":"B","x-own":[1]},"c":{"title":"not there"}},"additionalProperties":{"default":0},"anyOf":[{"title":"no","type":"null"},{"title":"yes"}]}""");
        var annotations = Output(schema, """{"a":1,"b":2}""", SchemaOutputFormat.Basic).GetProperty("annotations").EnumerateArray();
        annotations.Select(unit => $"{Places(unit)} = {unit.GetProperty("annotation").GetRawText()}").Should().BeEquivalentTo(
            " /title = \"A\"", " /properties = [\"a\"]", "/a /properties/a/description = \"B\"", "/a /properties/a/x-own = [1]",
            " /additionalProperties = [\"b\"]", "/b /additionalProperties/default = 0", " /anyOf/1/title = \"yes\"");
    }

    [Fact]
    public void What_speaks_of_items_annotates_how_far_it_came()
    {
        var schema = Compile("""{"prefixItems":[true,true],"contains":{"const":1},"items":true}""");
        Annotations(schema, "[1,2,1]").Should().BeEquivalentTo(" /prefixItems = 1", " /contains = [0,2]", " /items = true");
        Annotations(schema, "[1,1]").Should().BeEquivalentTo(" /prefixItems = true", " /contains = true");
        Annotations(Compile("""{"unevaluatedItems":true,"prefixItems":[true]}"""), "[1,2]").Should().BeEquivalentTo(" /prefixItems = 0", " /unevaluatedItems = true");
        Annotations(Compile("""{"patternProperties":{"^a":true},"unevaluatedProperties":true}"""), """{"ab":1,"b":2}""").Should().BeEquivalentTo(" /patternProperties = [\"ab\"]", " /unevaluatedProperties = [\"b\"]");
    }

    [Fact]
    public void What_speaks_of_texts_annotates_texts_alone()
    {
        var schema = Compile("""{"format":"date","contentMediaType":"application/json","contentEncoding":"base64","contentSchema":{"type":"object"},"title":"t"}""");
        Annotations(schema, "1").Should().BeEquivalentTo(" /title = \"t\"");
        Annotations(schema, "\"no date\"").Should().HaveCount(5);      // and nothing is asserted
    }

    [Fact]
    public void Detailed_is_a_tree_without_what_has_nothing_to_say()
    {
        var root = Output(Compile(Polygon), Points, SchemaOutputFormat.Detailed);
        Places(root).Should().Be(" ");
        root.GetProperty("errors").EnumerateArray().Select(Places).Should().BeEquivalentTo(" /minItems", "/1 /items/$ref");
        root.GetProperty("errors").EnumerateArray().Single(unit => Places(unit) == "/1 /items/$ref").GetProperty("errors").EnumerateArray().Select(Places)
            .Should().BeEquivalentTo("/1 /items/$ref/required", "/1/z /items/$ref/additionalProperties");
    }

    [Fact]
    public void Verbose_is_a_tree_of_all_that_was_applied()
    {
        var root = Output(Compile("""{"type":"object","properties":{"a":{"type":"null"},"b":true},"not":{"required":["z"]}}"""), """{"a":null,"b":1}""", SchemaOutputFormat.Verbose);
        root.GetProperty("annotations").EnumerateArray().Select(Places).Should().BeEquivalentTo(" /type", " /properties", " /not");
        var properties = root.GetProperty("annotations").EnumerateArray().Single(unit => Places(unit) == " /properties");
        properties.GetProperty("annotations").EnumerateArray().Select(Places).Should().BeEquivalentTo("/a /properties/a", "/b /properties/b");
        var not = root.GetProperty("annotations").EnumerateArray().Single(unit => Places(unit) == " /not");
        not.GetProperty("annotations").EnumerateArray().Single().GetProperty("valid").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData(SchemaOutputFormat.Basic)]
    [InlineData(SchemaOutputFormat.Detailed)]
    [InlineData(SchemaOutputFormat.Verbose)]
    public void What_is_cut_off_is_said(SchemaOutputFormat format)
    {
        var options = new SchemaOptions { Limits = new SchemaLimits { MaxOutputUnits = 20 } };
        var document = $"[{string.Join(',', Enumerable.Repeat(1, 500))}]";
        Output(Compile("""{"items":{"type":"null"}}""", options), document, format).GetRawText().Should().Contain("More was found than is listed.").And.Match(text => text.Length < 20_000);
        Output(Compile("""{"items":{"title":"t"}}""", options), document, format).GetRawText().Should().Contain("More was found than is listed.");
    }

    [Theory]
    [InlineData("{", SchemaOutputFormat.Basic)]
    [InlineData("1e99999999", SchemaOutputFormat.Detailed)]
    public void What_cannot_be_judged_is_not_valid(string document, SchemaOutputFormat format)
    {
        var output = Output(Compile("""{"minimum":1}"""), document, format);
        output.GetProperty("valid").GetBoolean().Should().BeFalse();
        output.GetProperty("errors").GetArrayLength().Should().Be(1);
        Output(Compile("""{"minimum":1}"""), document, SchemaOutputFormat.Flag).GetRawText().Should().Be("""{"valid":false}""");
    }

    private static IEnumerable<string> Annotations(CompiledSchema schema, string document) =>
        Output(schema, document, SchemaOutputFormat.Basic).GetProperty("annotations").EnumerateArray().Select(unit => $"{Places(unit)} = {unit.GetProperty("annotation").GetRawText()}");

    private static string Places(JsonElement unit) => $"{unit.GetProperty("instanceLocation").GetString()} {unit.GetProperty("keywordLocation").GetString()}";
}
