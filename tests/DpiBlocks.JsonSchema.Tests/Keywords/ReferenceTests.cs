using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Keywords;

/// <summary>References within what is handed in (2020-12 Core, 8.2).</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"integer"}}}""")]
    [InlineData("""{"$ref":"#n","$defs":{"x":{"$anchor":"n","type":"integer"}}}""")]
    [InlineData("""{"$ref":"#n","$defs":{"x":{"$dynamicAnchor":"n","type":"integer"}}}""")]
    [InlineData("""{"$id":"https://example.gov/root.json","$ref":"item.json","$defs":{"x":{"$id":"item.json","type":"integer"}}}""")]
    [InlineData("""{"$id":"https://example.gov/a/root.json","$ref":"../b/item.json","$defs":{"x":{"$id":"/b/item.json","type":"integer"}}}""")]
    [InlineData("""{"$id":"https://example.gov/root.json","$ref":"https://example.gov/item#n","$defs":{"x":{"$id":"item","$defs":{"y":{"$anchor":"n","type":"integer"}}}}}""")]
    [InlineData("""{"$id":"https://example.gov/root.json","$ref":"item#/$defs/y","$defs":{"x":{"$id":"item","$defs":{"y":{"type":"integer"}}}}}""")]
    [InlineData("""{"$id":"urn:example:root","$ref":"urn:example:item","$defs":{"x":{"$id":"urn:example:item","type":"integer"}}}""")]
    [InlineData("""{"$id":"urn:uuid:deadbeef-1234-0000-0000-4321feebdaed","$ref":"#/$defs/n","$defs":{"n":{"type":"integer"}}}""")]
    [InlineData("""{"$id":"urn:example:a?+r?=q","$ref":"urn:example:a?+r?=q#n","$defs":{"x":{"$anchor":"n","type":"integer"}}}""")]
    [InlineData("""{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"$ref":"#/$defs/c~0d"},"c~d":{"$ref":"#/$defs/e%25f"},"e%f":{"$ref":"#/$defs/g%22h"},"g\"h":{"type":"integer"}}}""")]
    [InlineData("""{"$ref":"#/$defs/","$defs":{"":{"type":"integer"}}}""")]
    [InlineData("""{"$ref":"#/prefixItems/0","prefixItems":[{"type":"integer"}]}""")]
    [InlineData("""{"$ref":"#/unknown/deeper","unknown":{"deeper":{"type":"integer"}}}""")]
    [InlineData("""{"$ref":"#/definitions/n","definitions":{"n":{"type":"integer"}}}""")]
    [InlineData("""{"$id":"https://example.gov/root","$ref":"#/$defs/x/$defs/y","$defs":{"x":{"$id":"nested/","$defs":{"y":{"$ref":"leaf"},"z":{"$id":"leaf","type":"integer"}}}}}""")]
    [InlineData("""{"$id":"https://example.gov/root","allOf":[{"$ref":"https://example.gov/root#/$defs/n"}],"$defs":{"n":{"type":"integer"}}}""")]
    public void A_reference_finds_its_schema(string schema) => Hold(schema, ["1", "1.0"], ["\"1\"", "1.5", "null"]);

    [Fact]
    public void A_reference_may_lead_back_through_a_value() => Hold(
        """{"type":"object","properties":{"value":{"type":"number"},"children":{"type":"array","items":{"$ref":"#"}}},"additionalProperties":false}""",
        ["{\"value\":1,\"children\":[{\"value\":2},{\"children\":[{\"children\":[]}]}]}"],
        ["{\"children\":[{\"children\":[{\"value\":\"x\"}]}]}", "{\"children\":[{\"x\":1}]}"]);

    [Fact]
    public void What_stands_beside_a_reference_counts_in_2020_12() => Hold(
        """{"properties":{"a":{"$ref":"#/$defs/list","maxItems":2}},"$defs":{"list":{"type":"array"}}}""",
        ["{\"a\":[1,2]}"],
        ["{\"a\":[1,2,3]}", "{\"a\":1}"]);

    [Fact]
    public void A_member_called_ref_is_a_member() =>
        Hold("""{"properties":{"$ref":{"type":"string"},"$id":{"type":"integer"}}}""", ["{\"$ref\":\"#\",\"$id\":1}"], ["{\"$ref\":1}", "{\"$id\":\"a\"}"]);

    [Fact]
    public void What_looks_like_an_identifier_in_a_value_is_none() => Hold(
        """{"$id":"https://example.gov/r","anyOf":[{"enum":[{"$id":"https://example.gov/x","type":"null"}]},{"$ref":"x"}],"$defs":{"t":{"$id":"x","type":"string"},"c":{"const":{"$id":"https://example.gov/x","$anchor":"a"}},"u":{"more":{"$id":"https://example.gov/x"}}}}""",
        ["\"a\"", "{\"$id\":\"https://example.gov/x\",\"type\":\"null\"}"],
        ["null", "1"]);

    [Fact]
    public void The_same_schema_by_two_ways_is_no_loop() => Hold(
        """{"allOf":[{"properties":{"a":{"$ref":"#/$defs/n"}}},{"additionalProperties":{"$ref":"#/$defs/n"}}],"$defs":{"n":{"type":"integer"}}}""",
        ["{\"a\":1}"],
        ["{\"a\":\"x\"}"]);

    [Fact]
    public void A_dynamic_reference_finds_the_outermost_anchor_of_its_name()
    {
        const string List = """
            {"$id":"https://example.gov/list","$ref":"strings","$defs":{
              "strings":{"$id":"strings","type":"array","items":{"$dynamicRef":"#item"},"$defs":{"any":{"$dynamicAnchor":"item"}}},
              "text":{"$dynamicAnchor":"item","type":"string"}}}
            """;
        Hold(List, ["[\"a\"]"], ["[1]"]);
        Hold(List.Replace("$dynamicRef", "$ref", StringComparison.Ordinal), ["[1]"], ["1"]);                                     // a plain reference stays where it is
        Hold(List.Replace("\"text\":{\"$dynamicAnchor\"", "\"text\":{\"$anchor\"", StringComparison.Ordinal), ["[1]"], ["1"]);    // a plain anchor is no place to go
        Hold(List.Replace("{\"any\":{\"$dynamicAnchor\"", "{\"any\":{\"$anchor\"", StringComparison.Ordinal), ["[1]"], ["1"]);    // begun at a plain anchor, it is plain
    }

    [Fact]
    public void A_dynamic_reference_sees_resources_that_were_entered_and_no_others()
    {
        const string Schema = """
            {"$id":"https://example.gov/main","if":{"$id":"first","$defs":{"t":{"$dynamicAnchor":"thing","type":"number"}}},
             "then":{"$id":"second","$ref":"start","$defs":{"t":{"$dynamicAnchor":"thing","type":"null"}}},
             "$defs":{"start":{"$id":"start","$dynamicRef":"inner#thing"},"thing":{"$id":"inner","$dynamicAnchor":"thing","type":"string"}}}
            """;
        Hold(Schema, ["null"], ["1", "\"a\""]);      // first is left again before then
    }

    [Fact]
    public void A_tree_can_be_made_strict_from_outside()
    {
        const string Tree = """{"$id":"https://example.gov/tree","$dynamicAnchor":"node","type":"object","properties":{"data":true,"children":{"type":"array","items":{"$dynamicRef":"#node"}}}}""";
        const string Strict = """{"$id":"https://example.gov/strict","$dynamicAnchor":"node","$ref":"tree","unevaluatedProperties":false}""";
        var compiler = new SchemaCompiler();
        compiler.Add("https://example.gov/tree", Utf8(Tree)).Should().BeNull();
        compiler.Add("https://example.gov/strict", Utf8(Strict)).Should().BeNull();
        compiler.TryCompile("https://example.gov/tree", out var tree, out _).Should().BeTrue();
        compiler.TryCompile("https://example.gov/strict", out var strict, out _).Should().BeTrue();
        Hold(tree!, ["{\"children\":[{\"daat\":1}]}"], ["{\"children\":[1]}"]);
        Hold(strict!, ["{\"children\":[{\"data\":1}]}"], ["{\"children\":[{\"daat\":1}]}"]);
    }
}
