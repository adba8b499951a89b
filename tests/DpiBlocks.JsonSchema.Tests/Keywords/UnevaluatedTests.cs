using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Keywords;

/// <summary>What no other keyword has evaluated (2020-12 Core, 11).</summary>
public sealed class UnevaluatedTests
{
    [Theory]
    [InlineData("""{"unevaluatedProperties":false}""", "{}|[]|1", """{"a":1}""")]
    [InlineData("""{"unevaluatedProperties":{"type":"string","minLength":3}}""", """{"a":"abc"}""", """{"a":"ab"}|{"a":1}""")]
    [InlineData("""{"properties":{"a":{}},"patternProperties":{"^b":{}},"unevaluatedProperties":false}""", """{"a":1,"bb":2}""", """{"a":1,"c":2}""")]
    [InlineData("""{"additionalProperties":true,"unevaluatedProperties":false}""", """{"a":1}""", "")]
    [InlineData("""{"properties":{"a":{}},"allOf":[{"properties":{"b":{}}}],"unevaluatedProperties":false}""", """{"a":1,"b":2}""", """{"a":1,"b":2,"c":3}""")]
    [InlineData("""{"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":{"const":2}},"required":["b"]}],"unevaluatedProperties":false}""", """{"a":1}|{"b":2}|{"a":1,"b":2}""", """{"a":1,"b":3}|{"a":1,"c":1}|{}""")]
    [InlineData("""{"oneOf":[{"properties":{"a":{}},"required":["a"]},{"properties":{"b":{}},"required":["b"]}],"unevaluatedProperties":false}""", """{"a":1}|{"b":1}""", """{"a":1,"c":1}|{"a":1,"b":1}""")]
    [InlineData("""{"not":{"not":{"properties":{"a":{}},"required":["a"]}},"unevaluatedProperties":false}""", "", """{"a":1}|{}""")]
    [InlineData("""{"if":{"properties":{"a":{"const":"t"}},"required":["a"]},"then":{"properties":{"b":{}}},"else":{"properties":{"c":{}}},"unevaluatedProperties":false}""", """{"a":"t","b":1}|{"c":1}|{"a":"t"}""", """{"a":"t","c":1}|{"b":1}|{"a":"x","c":1}""")]
    [InlineData("""{"if":{"properties":{"a":{}},"required":["a"]},"unevaluatedProperties":false}""", """{"a":1}|{}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":{}},"dependentSchemas":{"a":{"properties":{"b":{}}}},"unevaluatedProperties":false}""", """{"a":1,"b":2}""", """{"b":2}""")]
    [InlineData("""{"$ref":"#/$defs/x","properties":{"a":{}},"unevaluatedProperties":false,"$defs":{"x":{"properties":{"b":{}}}}}""", """{"a":1,"b":2}""", """{"c":1}""")]
    [InlineData("""{"allOf":[{"properties":{"a":{}}},{"unevaluatedProperties":false}]}""", "{}", """{"a":1}""")]      // cousins do not see each other
    [InlineData("""{"allOf":[{"unevaluatedProperties":true}],"unevaluatedProperties":false}""", """{"a":1}""", "")]
    [InlineData("""{"properties":{"o":{"properties":{"b":{}},"unevaluatedProperties":false}},"unevaluatedProperties":false}""", """{"o":{"b":1}}""", """{"o":{"c":1}}|{"p":1}""")]
    [InlineData("""{"unevaluatedProperties":false,"properties":{"a":{}}}""", """{"a":1}""", """{"b":1}""")]      // the order of writing says nothing
    [InlineData("""{"$id":"https://example.gov/tree","$dynamicAnchor":"n","properties":{"next":{"$dynamicRef":"#n"}},"unevaluatedProperties":false}""", """{"next":{"next":{}}}""", """{"next":{"x":1}}""")]
    [InlineData("""{"propertyNames":{"maxLength":2},"unevaluatedProperties":false}""", "{}", """{"a":1}""")]
    [InlineData("""{"type":"object","$ref":"#/$defs/one","unevaluatedProperties":false,"$defs":{"one":{"oneOf":[{"$ref":"#/$defs/two"},{"required":["y"],"properties":{"y":true}}]},"two":{"oneOf":[{"required":["a"],"properties":{"a":true}},{"required":["b"],"properties":{"b":true}}]}}}""", """{"a":1}|{"b":1}|{"y":1}""", """{"a":1,"b":1}|{"a":1,"y":1}|{"z":1}""")]
    public void Members(string schema, string valid, string invalid) => Hold(schema, Split(valid), Split(invalid));

    [Theory]
    [InlineData("""{"unevaluatedItems":false}""", "[]|{}|1", "[1]")]
    [InlineData("""{"unevaluatedItems":{"type":"string"}}""", "[\"a\"]", "[1]")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"unevaluatedItems":false}""", "[\"a\"]|[]", "[\"a\",1]")]
    [InlineData("""{"prefixItems":[{}],"items":true,"unevaluatedItems":false}""", "[1,2,3]", "")]
    [InlineData("""{"prefixItems":[{}],"allOf":[{"prefixItems":[{},{"type":"number"}]}],"unevaluatedItems":false}""", "[\"a\",1]", "[\"a\",1,2]")]
    [InlineData("""{"contains":{"type":"string"},"unevaluatedItems":false}""", "[\"a\",\"b\"]", "[\"a\",1]|[]")]
    [InlineData("""{"contains":{"multipleOf":2},"allOf":[{"contains":{"multipleOf":3},"minContains":0}],"unevaluatedItems":false}""", "[2,3,4,6]", "[2,3,5]|[3]")]
    [InlineData("""{"anyOf":[{"prefixItems":[true,{"const":"b"}]},{"prefixItems":[true,true,{"const":"c"}]}],"unevaluatedItems":false}""", "[1,\"b\"]|[1,\"b\",\"c\"]", "[1,\"b\",2]|[1,2,\"c\",4]")]
    [InlineData("""{"if":{"prefixItems":[true,{"const":"b"}]},"then":{"prefixItems":[true,true,true]},"else":{"prefixItems":[true,true,true,true]},"unevaluatedItems":false}""", "[1,\"b\",3]|[1,2,3,4]", "[1,\"b\",3,4]|[1,2,3,4,5]")]
    [InlineData("""{"not":{"not":{"prefixItems":[{}]}},"unevaluatedItems":false}""", "[]", "[1]")]
    [InlineData("""{"allOf":[{"prefixItems":[{}]},{"unevaluatedItems":false}]}""", "[]", "[1]")]
    [InlineData("""{"unevaluatedItems":{"type":"number"},"allOf":[{"unevaluatedItems":true}]}""", "[\"a\"]", "")]
    [InlineData("""{"$ref":"#/$defs/p","prefixItems":[{}],"unevaluatedItems":false,"$defs":{"p":{"prefixItems":[{},{}]}}}""", "[1,2]", "[1,2,3]")]
    [InlineData("""{"properties":{"l":{"prefixItems":[{}],"unevaluatedItems":false}}}""", "{\"l\":[1]}", "{\"l\":[1,2]}")]
    public void Items(string schema, string valid, string invalid) => Hold(schema, Split(valid), Split(invalid));

    [Fact]
    public void More_members_than_fit_into_a_few_words_are_remembered()
    {
        var all = Enumerable.Range(0, 700).ToList();
        var schema = $$"""{"properties":{ {{string.Join(',', all.Select(i => $"\"p{i}\":{{}}"))}} },"unevaluatedProperties":false}""";
        var members = string.Join(',', all.Select(i => $"\"p{i}\":{i}"));
        Hold(schema, [$"{{{members}}}"], [$"{{{members},\"q\":1}}"]);
    }

    private static string[] Split(string documents) => documents.Length == 0 ? [] : documents.Split('|');
}
