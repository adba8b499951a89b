using static DpiBlocks.JsonSchema.Tests.Schemas;

namespace DpiBlocks.JsonSchema.Tests.Keywords;

/// <summary>What draft-07 and draft-04 mean otherwise than 2020-12.</summary>
public sealed class OlderDraftTests
{
    [Fact]
    public void The_draft_is_what_the_schema_says_it_is()
    {
        foreach (var name in new[] { "http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema#" })
        {
            Hold($$"""{"$schema":"{{name}}","items":[{"type":"null"}]}""", ["[null,1]"], ["[1]"]);
        }

        Refused("""{"items":[{"type":"null"}]}""").Code.Should().Be(SchemaRefusalCodes.Malformed);
        Hold("""{"$schema":"https://json-schema.org/draft/2020-12/schema","prefixItems":[{"type":"null"}]}""", ["[null]"], ["[1]"], Draft07);
    }

    [Fact]
    public void Beside_a_reference_nothing_counts_in_draft_07() => Hold(
        """{"properties":{"a":{"$ref":"#/definitions/list","maxItems":2}},"definitions":{"list":{"type":"array"}}}""",
        ["{\"a\":[1,2,3]}"],
        ["{\"a\":1}"],
        Draft07);

    [Fact]
    public void An_identifier_beside_a_reference_changes_no_base_in_draft_07() => Hold(
        """{"$id":"http://example.gov/base/","allOf":[{"$id":"http://example.gov/other/","$ref":"item.json"}],"definitions":{"a":{"$id":"http://example.gov/base/item.json","type":"string"},"b":{"$id":"http://example.gov/other/item.json","type":"number"}}}""",
        ["\"a\""],
        ["1"],
        Draft07);

    [Fact]
    public void Items_may_be_an_array_in_draft_07()
    {
        Hold("""{"items":[{"type":"integer"},{"type":"string"}],"additionalItems":{"type":"null"}}""", ["[]", "[1,\"a\"]", "[1,\"a\",null]"], ["[\"a\"]", "[1,\"a\",1]"], Draft07);
        Hold("""{"items":[{}],"additionalItems":false}""", ["[1]"], ["[1,2]"], Draft07);
        Hold("""{"items":{"type":"integer"},"additionalItems":false}""", ["[1,2]"], ["[\"a\"]"], Draft07);
        Hold("""{"additionalItems":false}""", ["[1]"], [], Draft07);
    }

    [Fact]
    public void A_fragment_names_a_subschema_in_draft_07() =>
        Hold("""{"allOf":[{"$ref":"#foo"}],"definitions":{"A":{"$id":"#foo","type":"integer"}}}""", ["1"], ["\"a\""], Draft07);

    [Fact]
    public void Keywords_of_2020_12_are_unknown_to_draft_07() => Hold(
        """{"prefixItems":[false],"dependentRequired":{"a":["b"]},"dependentSchemas":{"a":false},"unevaluatedProperties":false,"unevaluatedItems":false,"contains":{"const":1},"minContains":2,"$anchor":1}""",
        ["[1]", "{\"a\":1}"],
        ["[2]"],
        Draft07);

    [Fact]
    public void Dependencies_are_names_or_a_schema() =>
        Hold("""{"dependencies":{"a":["b"],"c":{"required":["d"]},"e":false,"f":[]}}""", ["{}", "{\"a\":1,\"b\":1}", "{\"c\":1,\"d\":1}", "{\"f\":1}"], ["{\"a\":1}", "{\"c\":1}", "{\"e\":1}"], Draft07);

    [Fact]
    public void Conditions_names_and_constants_are_known_to_draft_07() => Hold(
        """{"if":{"const":1},"then":false,"propertyNames":{"maxLength":1},"contains":{"const":1}}""",
        ["2", "{\"a\":1}", "[1]"],
        ["1", "{\"ab\":1}", "[2]"],
        Draft07);

    [Fact]
    public void Bounds_are_made_exclusive_by_a_flag_in_draft_04()
    {
        Hold("""{"minimum":1,"exclusiveMinimum":true}""", ["1.1"], ["1", "0"], Draft04);
        Hold("""{"maximum":1,"exclusiveMaximum":true}""", ["0.9"], ["1", "2"], Draft04);
        Hold("""{"minimum":1,"exclusiveMinimum":false,"maximum":2}""", ["1", "2"], ["0", "3"], Draft04);
        Refused("""{"exclusiveMinimum":1}""", Draft04).Code.Should().Be(SchemaRefusalCodes.Malformed);
        Refused("""{"exclusiveMinimum":true}""").Code.Should().Be(SchemaRefusalCodes.Malformed);
    }

    [Fact]
    public void Draft_04_identifies_with_id_and_knows_no_boolean_schemas()
    {
        Hold("""{"$schema":"http://json-schema.org/draft-04/schema#","id":"http://example.gov/root","allOf":[{"$ref":"item"}],"definitions":{"x":{"id":"item","type":"integer"}}}""", ["1"], ["\"a\""]);
        Hold("""{"$id":"anything#else","const":1,"contains":false,"propertyNames":false,"if":true,"then":false,"additionalProperties":false,"additionalItems":true}""", ["2", "[1]", "{}"], ["{\"a\":1}"], Draft04);
        Refused("""{"not":true}""", Draft04).Code.Should().Be(SchemaRefusalCodes.Malformed);
    }
}
