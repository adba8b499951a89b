using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Compilation;

/// <summary>Schemas that cannot be used, each beside one that differs by the defect.</summary>
public sealed class SchemaRefusalTests
{
    [Theory]
    [InlineData("1", "true", "#")]
    [InlineData("[]", "{}", "#")]
    [InlineData("""{"type":"float"}""", """{"type":"number"}""", "#/type")]
    [InlineData("""{"type":[]}""", """{"type":["null"]}""", "#/type")]
    [InlineData("""{"type":["null","null"]}""", """{"type":["null"]}""", "#/type")]
    [InlineData("""{"enum":1}""", """{"enum":[1]}""", "#/enum")]
    [InlineData("""{"multipleOf":0}""", """{"multipleOf":1}""", "#/multipleOf")]
    [InlineData("""{"multipleOf":-1}""", """{"multipleOf":1}""", "#/multipleOf")]
    [InlineData("""{"minimum":"1"}""", """{"minimum":1}""", "#/minimum")]
    [InlineData("""{"minLength":-1}""", """{"minLength":0}""", "#/minLength")]
    [InlineData("""{"maxItems":1.5}""", """{"maxItems":1.0}""", "#/maxItems")]
    [InlineData("""{"minContains":-1}""", """{"minContains":1}""", "#/minContains")]
    [InlineData("""{"uniqueItems":1}""", """{"uniqueItems":true}""", "#/uniqueItems")]
    [InlineData("""{"required":"a"}""", """{"required":["a"]}""", "#/required")]
    [InlineData("""{"required":["a","a"]}""", """{"required":["a"]}""", "#/required")]
    [InlineData("""{"required":[1]}""", """{"required":["1"]}""", "#/required")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", """{"dependentRequired":{"a":["b"]}}""", "#/dependentRequired")]
    [InlineData("""{"pattern":1}""", """{"pattern":"1"}""", "#/pattern")]
    [InlineData("""{"allOf":[]}""", """{"allOf":[true]}""", "#/allOf")]
    [InlineData("""{"anyOf":{}}""", """{"anyOf":[{}]}""", "#/anyOf")]
    [InlineData("""{"oneOf":[1]}""", """{"oneOf":[true]}""", "#/oneOf/0")]
    [InlineData("""{"not":null}""", """{"not":false}""", "#/not")]
    [InlineData("""{"then":1}""", """{"then":true}""", "#/then")]
    [InlineData("""{"items":[true]}""", """{"items":true}""", "#/items")]
    [InlineData("""{"prefixItems":[]}""", """{"prefixItems":[true]}""", "#/prefixItems")]
    [InlineData("""{"properties":{"a b":1}}""", """{"properties":{"a b":true}}""", "#/properties/a%20b")]
    [InlineData("""{"properties":[]}""", """{"properties":{}}""", "#/properties")]
    [InlineData("""{"dependencies":{"a":1}}""", """{"dependencies":{"a":[]}}""", "#/dependencies/a")]
    [InlineData("""{"$defs":[]}""", """{"$defs":{}}""", "#/$defs")]
    [InlineData("""{"$ref":1}""", """{"$ref":"#/$defs/a","$defs":{"a":{}}}""", "#/$ref")]
    [InlineData("""{"$anchor":"1a"}""", """{"$anchor":"a1"}""", "#/$anchor")]
    [InlineData("""{"$id":"https://example.gov/a#b"}""", """{"$id":"https://example.gov/a#"}""", "https://example.gov/a#/$id")]
    [InlineData("""{"$id":1}""", """{"$id":"a"}""", "#/$id")]
    [InlineData("""{"$comment":1}""", """{"$comment":"1"}""", "#/$comment")]
    [InlineData("""{"title":1}""", """{"title":"1"}""", "#/title")]
    [InlineData("""{"readOnly":1}""", """{"readOnly":true}""", "#/readOnly")]
    [InlineData("""{"examples":1}""", """{"examples":[1]}""", "#/examples")]
    [InlineData("""{"format":1}""", """{"format":"1"}""", "#/format")]
    [InlineData("""{"contentEncoding":1}""", """{"contentEncoding":"1"}""", "#/contentEncoding")]
    public void A_keyword_has_its_form(string schema, string twin, string location)
    {
        Compile(twin);
        var refusal = Refused(schema);
        refusal.Code.Should().Be(SchemaRefusalCodes.Malformed);
        refusal.Location.Should().Be(location);
    }

    [Theory]
    [InlineData("""{"$ref":"#/$defs/b","$defs":{"a":{}}}""")]
    [InlineData("""{"$ref":"#b","$defs":{"a":{"$anchor":"a"}}}""")]
    [InlineData("""{"$ref":"https://example.gov/elsewhere"}""")]
    [InlineData("""{"$ref":"other.json"}""")]
    [InlineData("""{"$ref":"file:///etc/passwd"}""")]
    [InlineData("""{"$dynamicRef":"#b"}""")]
    [InlineData("""{"$ref":"#/prefixItems/01","prefixItems":[{},{}]}""")]
    [InlineData("""{"$ref":"#/prefixItems/2","prefixItems":[{},{}]}""")]
    [Attack("EXC-14")]
    public void A_reference_leads_to_what_was_handed_in_or_nowhere(string schema) => Refused(schema).Code.Should().Be(SchemaRefusalCodes.ReferenceUnknown);

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"not":{"$ref":"#"}}""")]
    [InlineData("""{"if":{"$ref":"#"}}""")]
    [InlineData("""{"anyOf":[{"$ref":"#"},true]}""")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[true,{"$ref":"#/$defs/a"}]}}}""")]
    [InlineData("""{"properties":{"x":{"$ref":"#/$defs/a"}},"$defs":{"a":{"$ref":"#/$defs/a"}}}""")]
    [Attack("EXC-14")]
    public void A_reference_without_end_is_found_at_once(string schema) => Refused(schema).Code.Should().Be(SchemaRefusalCodes.ReferenceEndless);

    [Fact]
    public void A_loop_that_looks_into_a_value_has_an_end() => Compile("""{"properties":{"x":{"$ref":"#"}},"items":{"$ref":"#"},"dependentSchemas":{"x":{"properties":{"y":{"$ref":"#"}}}}}""");

    [Theory]
    [InlineData("""{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}""", """{"$defs":{"a":{"$id":"x"},"b":{"$id":"y"}}}""")]
    [InlineData("""{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}""", """{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"y"}}}""")]
    [InlineData("""{"$defs":{"a":{"$anchor":"x"},"b":{"$dynamicAnchor":"x"}}}""", """{"$defs":{"a":{"$anchor":"x"},"b":{"$id":"other","$dynamicAnchor":"x"}}}""")]
    public void A_name_is_given_once(string schema, string twin)
    {
        Compile(twin);
        Refused(schema).Code.Should().Be(SchemaRefusalCodes.IdentifierConflict);
    }

    [Theory]
    [InlineData("http://json-schema.org/draft-06/schema#")]
    [InlineData("https://json-schema.org/draft/2019-09/schema")]
    [InlineData("https://example.gov/own-metaschema")]
    public void A_draft_that_is_not_read_is_refused(string name) => Refused($$"""{"$schema":"{{name}}"}""").Code.Should().Be(SchemaRefusalCodes.DialectUnknown);

    [Theory]
    [InlineData("(", SchemaRefusalCodes.PatternInvalid)]
    [InlineData("a{2,1}", SchemaRefusalCodes.PatternInvalid)]
    [InlineData(@"\\p{Script=Greek}", SchemaRefusalCodes.PatternUnsupported)]
    [InlineData(@"\\p{Script=Geek}", SchemaRefusalCodes.PatternInvalid)]
    [InlineData("(a{500}){500}", SchemaRefusalCodes.Limit)]
    public void A_pattern_must_be_one(string pattern, string code)
    {
        Refused($$"""{"pattern":"{{pattern}}"}""").Code.Should().Be(code);
        Refused($$"""{"patternProperties":{"{{pattern}}":true} }""").Code.Should().Be(code);
    }

    [Theory]
    [InlineData("", JsonRefusalCodes.Malformed)]
    [InlineData("{,}", JsonRefusalCodes.Malformed)]
    [InlineData("{} {}", JsonRefusalCodes.Malformed)]
    [InlineData("""{"type":"null","type":"string"}""", JsonRefusalCodes.DuplicateMember)]
    [InlineData("""{"type":"null","\u0074ype":"string"}""", JsonRefusalCodes.DuplicateMember)]
    [InlineData("""{"title":"\ud800"}""", JsonRefusalCodes.InvalidString)]
    [Attack("JSN-01", "JSN-03", "JSN-04")]
    public void A_schema_is_strict_JSON(string schema, string code) => Refused(schema).Code.Should().Be(code);
}
